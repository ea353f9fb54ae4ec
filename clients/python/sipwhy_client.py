"""Asks sipwhy-service on the command line: an example of a client in Python. clients/README.md tells how to run it."""
import argparse
import pathlib
import signal
import sys

import grpc
from google.rpc import error_details_pb2, status_pb2
from sipwhy.v1 import explainer_pb2, explainer_pb2_grpc

SERVICE_CONFIG = pathlib.Path(__file__).parent.parent / "service_config.json"
REFUSED = 1  # asking again will not help; 2 is argparse's for a wrong command line
NOT_ANSWERED = 3  # asking again later may help
GOES_DOWN = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED)  # what calls get then
MAY_HELP = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.RESOURCE_EXHAUSTED)


def parse():
    parser = argparse.ArgumentParser(description="Asks sipwhy-service about SIP response codes.")
    parser.add_argument("command", choices=["explain", "compare", "watch"])
    parser.add_argument("codes", type=int, nargs="*", metavar="CODE")
    parser.add_argument("--service", default="localhost:50051", metavar="HOST:PORT")
    parser.add_argument("--language", default="en", metavar="TAG")
    parser.add_argument("--deadline", type=int, default=2, metavar="SECONDS")
    parser.add_argument("--ca", type=readable, metavar="FILE", help="use TLS, and trust these authorities")
    parser.add_argument("--certificate", type=readable, metavar="FILE", help="of the client, for mTLS")
    parser.add_argument("--key", type=readable, metavar="FILE", help="of that certificate")
    parser.add_argument("--token-file", type=readable, metavar="FILE", help="has a bearer token; needs --ca")
    arguments = parser.parse_intermixed_args()
    if (arguments.command == "watch") != (not arguments.codes):
        parser.error("explain and compare take codes, watch takes none")
    if arguments.token_file is not None and not arguments.ca:
        parser.error("a token goes over TLS alone: give --ca too")
    return arguments


def readable(path):
    try:
        return pathlib.Path(path).read_bytes()
    except OSError as error:
        raise argparse.ArgumentTypeError(f"cannot read {path}: {error.strerror}") from error


def connect(arguments):
    options = [("grpc.service_config", SERVICE_CONFIG.read_text())]
    if not arguments.ca:
        return grpc.insecure_channel(arguments.service, options)
    credentials = grpc.ssl_channel_credentials(arguments.ca, arguments.key, arguments.certificate)
    if arguments.token_file:
        token = grpc.access_token_call_credentials(arguments.token_file.decode().strip())
        credentials = grpc.composite_channel_credentials(credentials, token)
    return grpc.secure_channel(arguments.service, credentials, options)


def report(error):
    """Says on standard error why a call failed, and gives the exit status."""
    print(f"{error.code().name}: {error.details()}", file=sys.stderr)
    trailers = dict(error.trailing_metadata() or ())
    status = status_pb2.Status.FromString(trailers.get("grpc-status-details-bin", b""))
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    for detail in status.details:
        if detail.Unpack(info):
            print(f"  reason: {info.reason}", file=sys.stderr)
        elif detail.Unpack(bad):
            for field in bad.field_violations:
                print(f"  field {field.field}: {field.description}", file=sys.stderr)
    return NOT_ANSWERED if error.code() in MAY_HELP else REFUSED


def explain(service, arguments):
    for code in arguments.codes:
        request = explainer_pb2.ExplainRequest(code=code, language_code=arguments.language)
        response = service.Explain(request, timeout=arguments.deadline)
        print(response.entry.title.text, response.entry.summary.text, sep="\n")
        for row in response.entry.overview:
            print(f"  {row.label.text}: {row.value.text}")
        for step in response.entry.steps:
            print(f"- {step.sentence.text}")
        print(f"revision {response.revision.number}")


def compare(service, arguments):
    request = explainer_pb2.CompareRequest(codes=arguments.codes, language_code=arguments.language)
    response = service.Compare(request, timeout=arguments.deadline)
    print(response.title.text, response.summary.text, sep="\n")
    for difference in response.differences:
        print(f"  {difference.label.text}:", *(f"| {value.text}" for value in difference.values))
    print(f"revision {response.revision.number}")


def watch(service, arguments):
    """Watches until it is interrupted. A stream that ends, as when the service is restarted, is begun anew."""
    seen = False
    while True:
        try:
            # The first time, say so when nobody is there.
            for response in service.WatchRevision(explainer_pb2.WatchRevisionRequest(), wait_for_ready=seen):
                print(f"revision {response.revision.revision.number}: {response.revision.title}", flush=True)
                seen = True
        except grpc.RpcError as error:
            if not seen or error.code() not in GOES_DOWN:
                raise


def main():
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    arguments = parse()
    with connect(arguments) as channel:
        service = explainer_pb2_grpc.ExplainerStub(channel)
        try:
            {"explain": explain, "compare": compare, "watch": watch}[arguments.command](service, arguments)
        except grpc.RpcError as error:
            return report(error)
    return 0


if __name__ == "__main__":
    sys.exit(main())
