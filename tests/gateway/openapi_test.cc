#include "gateway/openapi.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "sipwhy/v1/explainer.pb.h"

namespace sipwhy::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using nlohmann::json;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kSchemas[] = "#/components/schemas/";

// All message and enum types that `root` is made of, itself among them.
void Collect(const Descriptor* root, std::set<const Descriptor*>& messages, std::set<const EnumDescriptor*>& enums) {
  if (!messages.insert(root).second) return;
  for (int i = 0; i < root->field_count(); ++i) {
    const FieldDescriptor* field = root->field(i);
    if (field->message_type() != nullptr) Collect(field->message_type(), messages, enums);
    if (field->enum_type() != nullptr) enums.insert(field->enum_type());
  }
}

class OpenApiTest : public ::testing::Test {
 protected:
  OpenApiTest() {
    for (const Descriptor* response :
         {v1::ExplainResponse::descriptor(), v1::CompareResponse::descriptor(), v1::ExplainCauseResponse::descriptor(),
          v1::SearchResponse::descriptor(), v1::ListCodesResponse::descriptor(),
          v1::ListLanguagesResponse::descriptor(), v1::ListRevisionsResponse::descriptor()}) {
      Collect(response, messages_, enums_);
    }
  }

  const json document_ = json::parse(OpenApi());
  const json& schemas_ = document_["components"]["schemas"];
  std::set<const Descriptor*> messages_;
  std::set<const EnumDescriptor*> enums_;
};

// The schema of one value of `field`, without its description.
json ValueSchema(const FieldDescriptor* field) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return {{"$ref", kSchemas + field->message_type()->name()}};
    case FieldDescriptor::CPPTYPE_ENUM:
      return {{"$ref", kSchemas + field->enum_type()->name()}};
    case FieldDescriptor::CPPTYPE_INT32:
      return {{"type", "integer"}, {"format", "int32"}};
    case FieldDescriptor::CPPTYPE_BOOL:
      return {{"type", "boolean"}};
    case FieldDescriptor::CPPTYPE_STRING:
      return {{"type", "string"}};
    default:
      return {{"type", "unknown to this test"}};
  }
}

json FieldSchema(const FieldDescriptor* field) {
  if (!field->is_repeated()) return ValueSchema(field);
  return {{"type", "array"}, {"items", ValueSchema(field)}};
}

TEST_F(OpenApiTest, EachFieldOfTheProtoIsDescribedAndNoOther) {
  for (const Descriptor* message : messages_) {
    SCOPED_TRACE(message->name());
    ASSERT_TRUE(schemas_.contains(message->name()));
    const json& properties = schemas_[message->name()]["properties"];
    EXPECT_EQ(properties.size(), static_cast<size_t>(message->field_count()));
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor* field = message->field(i);
      SCOPED_TRACE(field->name());
      ASSERT_TRUE(properties.contains(field->name()));
      json schema = properties[field->name()];
      EXPECT_THAT(schema.value("description", ""), Not(IsEmpty()));
      schema.erase("description");
      EXPECT_EQ(schema, FieldSchema(field));
    }
  }
}

TEST_F(OpenApiTest, AllIsRequiredThatIsAlwaysPrinted) {
  for (const Descriptor* message : messages_) {
    std::vector<std::string> always;
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor* field = message->field(i);
      if (field->is_repeated() || field->message_type() == nullptr) always.push_back(field->name());
    }
    EXPECT_EQ(schemas_[message->name()]["required"], json(always)) << message->name();
  }
}

TEST_F(OpenApiTest, EachValueOfAnEnumIsNamedAndDescribed) {
  for (const EnumDescriptor* enumeration : enums_) {
    std::vector<std::string> names;
    for (int i = 0; i < enumeration->value_count(); ++i) names.push_back(enumeration->value(i)->name());
    const json& schema = schemas_[enumeration->name()];
    EXPECT_EQ(schema["enum"], json(names)) << enumeration->name();
    for (const std::string& name : names) {
      EXPECT_THAT(schema["description"].get<std::string>(), ::testing::HasSubstr("`" + name + "`: "));
    }
  }
}

TEST_F(OpenApiTest, NothingIsDescribedThatIsNotInTheProtoButProblems) {
  EXPECT_EQ(schemas_.size(), messages_.size() + enums_.size() + 2);
  EXPECT_TRUE(schemas_.contains("Problem"));
  EXPECT_TRUE(schemas_.contains("FieldViolation"));
}

}  // namespace
}  // namespace sipwhy::gateway
