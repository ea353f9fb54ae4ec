// The objects that deploy/kubernetes makes of an overlay, and what they say of one another.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { peerPackage, peerProgram } from './suite.mjs';

const DEPLOY = resolve(import.meta.dirname, '../../../deploy');

// What kubectl renders an overlay to. It needs no cluster for that.
export async function render(overlay) {
  const { parseAllDocuments } = await peerPackage('yaml');
  const kubectl = peerProgram('kubernetes-client', '/usr/bin/kubectl');
  const folder = join(DEPLOY, 'kubernetes/overlays', overlay);
  const text = execFileSync(kubectl, ['kustomize', folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return new Manifests(parseAllDocuments(text).map((document) => document.toJS()));
}

// The variables that the image of `target` sets, by deploy/container/Containerfile.
export function imageEnvironment(target) {
  const text = readFileSync(join(DEPLOY, 'container/Containerfile'), 'utf8');
  const stage = text.split(/^FROM /m).find((part) => part.split('\n')[0].endsWith(` AS ${target}`));
  return Object.fromEntries([...stage.matchAll(/^ENV (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]));
}

class Manifests {
  constructor(objects) {
    this.objects = objects;
  }

  all(kind) {
    return this.objects.filter((one) => one.kind === kind);
  }

  // Throws when there is none.
  get(kind, name) {
    const found = this.all(kind).find(({ metadata }) => metadata.name === name);
    if (!found) throw new Error(`there is no ${kind} ${name}`);
    return found;
  }

  // Of every pod {name, labels, spec}, where `name` is its Deployment's.
  pods() {
    return this.all('Deployment').map(({ metadata, spec: { template } }) => ({
      name: metadata.name,
      labels: template.metadata.labels,
      spec: template.spec,
    }));
  }

  // Of every container {name, pod, container}, where `name` says which of which pod.
  containers() {
    return this.pods().flatMap((pod) =>
      pod.spec.containers.map((container) => ({ name: `${pod.name}/${container.name}`, pod, container })),
    );
  }

  // The pods that a selector means.
  selected(selector) {
    return this.pods().filter(({ labels }) => selects(selector, labels));
  }

  // The variables of a container, those of its image aside.
  environment(container) {
    const maps = (container.envFrom ?? []).map(({ configMapRef }) => this.get('ConfigMap', configMapRef.name).data);
    const own = (container.env ?? []).map(({ name, value }) => [name, value]);
    return Object.assign({}, ...maps, Object.fromEntries(own));
  }

  // The paths of all files that a pod's volumes put into a container. A ConfigMap without items gives all of it.
  files(pod, container) {
    return (container.volumeMounts ?? []).flatMap(({ name, mountPath }) => {
      const volume = pod.spec.volumes.find((one) => one.name === name);
      if (!volume) throw new Error(`${pod.name} has no volume ${name}`);
      return this.#names(volume).map((file) => `${mountPath}/${file}`);
    });
  }

  #names({ configMap, secret }) {
    const items = (configMap ?? secret)?.items?.map(({ path }) => path);
    return items ?? (configMap ? Object.keys(this.get('ConfigMap', configMap.name).data) : []);
  }

  // Whether the network policies let pods with the labels `from`, in our namespace, reach `to`'s TCP port.
  allows(from, to, port) {
    return this.#allowsOneWay('Egress', from, to, port) && this.#allowsOneWay('Ingress', to, from, port);
  }

  #allowsOneWay(direction, of, other, port) {
    const policies = this.all('NetworkPolicy').filter(
      ({ spec }) => spec.policyTypes.includes(direction) && selects(spec.podSelector, of),
    );
    const [rules, peers] = direction === 'Egress' ? ['egress', 'to'] : ['ingress', 'from'];
    return policies.length === 0 || policies.some(({ spec }) => (spec[rules] ?? []).some(allowing));

    function allowing(rule) {
      const isPort = rule.ports.some((one) => one.protocol === 'TCP' && one.port === port);
      return (
        isPort && (!rule[peers] || rule[peers].some((peer) => peer.podSelector && selects(peer.podSelector, other)))
      );
    }
  }
}

// Whether a label selector means what has these labels.
export function selects({ matchLabels = {}, matchExpressions = [] }, labels) {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => operator === 'In' && values.includes(labels[key]))
  );
}
