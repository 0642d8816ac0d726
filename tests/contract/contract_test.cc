// SPDX-License-Identifier: Apache-2.0

// The rules of proto/README.md, checked on the descriptors that protoc wrote: no list of files to
// keep up to date, and nothing to install.

#include <google/protobuf/descriptor.pb.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

using google::protobuf::DescriptorProto;
using google::protobuf::EnumDescriptorProto;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;
using Path = std::vector<int>;

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// Every file of the contract that is ours.
std::vector<FileDescriptorProto> Files() {
  std::map<std::string, FileDescriptorProto> files;
  for (const auto& entry : std::filesystem::directory_iterator(SOS_BINARY_DIR "/proto")) {
    if (entry.path().extension() != ".descriptors") continue;
    FileDescriptorSet set;
    EXPECT_TRUE(set.ParseFromString(ReadFile(entry.path())));
    for (const FileDescriptorProto& file : set.file()) {
      if (absl::StartsWith(file.name(), "sos/")) files[file.name()] = file;
    }
  }
  std::vector<FileDescriptorProto> listed;
  listed.reserve(files.size());
  for (const auto& [name, file] : files) listed.push_back(file);
  return listed;
}

// Finds what has no comment. Paths are those of SourceCodeInfo.
class CommentCheck {
 public:
  explicit CommentCheck(const FileDescriptorProto& file) {
    for (const auto& location : file.source_code_info().location()) {
      if (!location.leading_comments().empty()) {
        commented_.insert(Path(location.path().begin(), location.path().end()));
      }
    }
    for (int i = 0; i < file.message_type_size(); ++i)
      Message(file.message_type(i), {4, i}, file.package());
    for (int i = 0; i < file.enum_type_size(); ++i) Enum(file.enum_type(i), {5, i}, file.package());
    for (int i = 0; i < file.service_size(); ++i) {
      const auto& service = file.service(i);
      Want({6, i}, service.name());
      for (int j = 0; j < service.method_size(); ++j) {
        Want({6, i, 2, j}, absl::StrCat(service.name(), ".", service.method(j).name()));
      }
    }
  }

  std::vector<std::string> missing;

 private:
  static Path Sub(Path path, int kind, int index) {
    path.push_back(kind);
    path.push_back(index);
    return path;
  }
  void Want(const Path& path, const std::string& name) {
    if (!commented_.contains(path)) missing.push_back(name);
  }
  void Message(const DescriptorProto& message, const Path& path, const std::string& scope) {
    if (message.options().map_entry()) return;
    const std::string name = absl::StrCat(scope, ".", message.name());
    Want(path, name);
    for (int i = 0; i < message.field_size(); ++i) {
      Want(Sub(path, 2, i), absl::StrCat(name, ".", message.field(i).name()));
    }
    for (int i = 0; i < message.oneof_decl_size(); ++i) {
      // An optional field brings a oneof of its own, which nobody wrote.
      if (absl::StartsWith(message.oneof_decl(i).name(), "_")) continue;
      Want(Sub(path, 8, i), absl::StrCat(name, ".", message.oneof_decl(i).name()));
    }
    for (int i = 0; i < message.nested_type_size(); ++i)
      Message(message.nested_type(i), Sub(path, 3, i), name);
    for (int i = 0; i < message.enum_type_size(); ++i)
      Enum(message.enum_type(i), Sub(path, 4, i), name);
  }
  void Enum(const EnumDescriptorProto& message, const Path& path, const std::string& scope) {
    const std::string name = absl::StrCat(scope, ".", message.name());
    Want(path, name);
    for (int i = 0; i < message.value_size(); ++i) {
      Want(Sub(path, 2, i), absl::StrCat(name, ".", message.value(i).name()));
    }
  }

  std::set<Path> commented_;
};

// `StudentGroup` is `STUDENT_GROUP`.
std::string UpperSnake(const std::string& name) {
  std::string upper;
  for (const char c : name) {
    if (absl::ascii_isupper(c) && !upper.empty()) upper += '_';
    upper += absl::ascii_toupper(c);
  }
  return upper;
}

void CollectEnums(const DescriptorProto& message, std::vector<EnumDescriptorProto>& enums) {
  enums.insert(enums.end(), message.enum_type().begin(), message.enum_type().end());
  for (const DescriptorProto& nested : message.nested_type()) CollectEnums(nested, enums);
}

const FieldDescriptorProto* FindField(const DescriptorProto& message, const std::string& name) {
  for (const FieldDescriptorProto& field : message.field()) {
    if (field.name() == name) return &field;
  }
  return nullptr;
}

TEST(ContractTest, HasTheFourServicesAndThatOfReplicas) {
  std::set<std::string> services;
  for (const FileDescriptorProto& file : Files()) {
    for (const auto& service : file.service())
      services.insert(absl::StrCat(file.package(), ".", service.name()));
  }
  EXPECT_EQ(services, (std::set<std::string>{
                          "sos.eligibility.v1.EligibilityService",
                          "sos.indicator.v1.IndicatorService", "sos.ingestion.v1.IngestionService",
                          "sos.replica.v1.ReplicaService", "sos.reporting.v1.ReportingService"}));
}

TEST(ContractTest, CommentsEveryElement) {
  for (const FileDescriptorProto& file : Files()) {
    const CommentCheck check(file);
    EXPECT_TRUE(check.missing.empty())
        << file.name() << ": no comment on " << absl::StrJoin(check.missing, ", ");
  }
}

TEST(ContractTest, PutsEveryFileIntoThePackageOfItsFolderWithAVersion) {
  for (const FileDescriptorProto& file : Files()) {
    const std::string folder = file.name().substr(0, file.name().rfind('/'));
    EXPECT_EQ(file.package(), absl::StrReplaceAll(folder, {{"/", "."}}));
    EXPECT_TRUE(absl::EndsWith(file.package(), ".v1")) << file.name();
  }
}

TEST(ContractTest, StartsEveryEnumWithAnUnspecifiedZeroAndPrefixesItsValues) {
  for (const FileDescriptorProto& file : Files()) {
    std::vector<EnumDescriptorProto> enums(file.enum_type().begin(), file.enum_type().end());
    for (const DescriptorProto& message : file.message_type()) CollectEnums(message, enums);
    for (const EnumDescriptorProto& declared : enums) {
      const std::string prefix = UpperSnake(declared.name()) + "_";
      EXPECT_EQ(declared.value(0).number(), 0) << declared.name();
      EXPECT_EQ(declared.value(0).name(), prefix + "UNSPECIFIED") << file.name();
      for (const auto& value : declared.value()) {
        EXPECT_TRUE(absl::StartsWith(value.name(), prefix)) << value.name();
      }
    }
  }
}

TEST(ContractTest, PagesEveryList) {
  for (const FileDescriptorProto& file : Files()) {
    std::map<std::string, DescriptorProto> messages;
    for (const DescriptorProto& message : file.message_type()) messages[message.name()] = message;
    for (const auto& service : file.service()) {
      for (const auto& method : service.method()) {
        if (!absl::StartsWith(method.name(), "List")) continue;
        const DescriptorProto& request = messages[method.name() + "Request"];
        const DescriptorProto& response = messages[method.name() + "Response"];
        ASSERT_NE(FindField(request, "page_size"), nullptr) << method.name();
        EXPECT_EQ(FindField(request, "page_size")->type(), FieldDescriptorProto::TYPE_INT32);
        EXPECT_NE(FindField(request, "page_token"), nullptr) << method.name();
        EXPECT_NE(FindField(response, "next_page_token"), nullptr) << method.name();
        EXPECT_EQ(response.field(0).number(), 1);
        EXPECT_EQ(response.field(0).label(), FieldDescriptorProto::LABEL_REPEATED) << method.name();
      }
    }
  }
}

TEST(ContractTest, NamesRequestsAfterTheirMethodAndLetsCreatesBeRepeated) {
  for (const FileDescriptorProto& file : Files()) {
    std::map<std::string, DescriptorProto> messages;
    for (const DescriptorProto& message : file.message_type()) messages[message.name()] = message;
    for (const auto& service : file.service()) {
      for (const auto& method : service.method()) {
        EXPECT_TRUE(absl::EndsWith(method.input_type(), "." + method.name() + "Request"))
            << method.name();
        if (absl::StartsWith(method.name(), "Create")) {
          EXPECT_NE(FindField(messages[method.name() + "Request"], "request_id"), nullptr)
              << method.name();
        }
      }
    }
  }
}

void ExpectExactNumbers(const DescriptorProto& message, const std::string& file) {
  for (const FieldDescriptorProto& field : message.field()) {
    EXPECT_NE(field.type(), FieldDescriptorProto::TYPE_DOUBLE) << file << " " << field.name();
    EXPECT_NE(field.type(), FieldDescriptorProto::TYPE_FLOAT) << file << " " << field.name();
    EXPECT_NE(field.type(), FieldDescriptorProto::TYPE_UINT32) << file << " " << field.name();
    EXPECT_NE(field.type(), FieldDescriptorProto::TYPE_UINT64) << file << " " << field.name();
  }
  for (const DescriptorProto& nested : message.nested_type()) ExpectExactNumbers(nested, file);
}

TEST(ContractTest, SendsNoFigureAsABinaryFloatAndNoUnsignedNumber) {
  for (const FileDescriptorProto& file : Files()) {
    for (const DescriptorProto& message : file.message_type())
      ExpectExactNumbers(message, file.name());
  }
}

// The reasons that stand in `text`: whatever is quoted and in capitals.
std::set<std::string> ReasonsIn(const std::string& text) {
  const std::regex reason("\"([A-Z]{3,}(_[A-Z]+)*)\"");
  std::set<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), reason); it != std::sregex_iterator();
       ++it) {
    found.insert((*it)[1]);
  }
  return found;
}

// The reasons of each error that the catalogs share, by the name of its function.
std::map<std::string, std::set<std::string>> SharedReasons() {
  const std::string text =
      ReadFile(absl::StrCat(SOS_SOURCE_DIR, "/common/status/common_errors.cc"));
  const std::regex definition("absl::Status ([A-Za-z]+Error)\\([^]*?\n\\}\n");
  std::map<std::string, std::set<std::string>> reasons;
  for (std::sregex_iterator it(text.begin(), text.end(), definition); it != std::sregex_iterator();
       ++it) {
    reasons[(*it)[1]] = ReasonsIn((*it)[0]);
  }
  return reasons;
}

TEST(ContractTest, DocumentsEveryReasonThatAnErrorCatalogSends) {
  std::map<std::string, std::set<std::string>> documented;
  for (const FileDescriptorProto& file : Files()) {
    for (const EnumDescriptorProto& declared : file.enum_type()) {
      if (declared.name() != "ErrorReason") continue;
      for (const auto& value : declared.value())
        documented[file.package()].insert(value.name().substr(13));
    }
  }
  const auto shared_reasons = SharedReasons();
  ASSERT_THAT(shared_reasons, ::testing::SizeIs(18));
  for (const std::string service : {"ingestion", "indicator", "eligibility", "reporting"}) {
    const std::string catalog =
        ReadFile(absl::StrCat(SOS_SOURCE_DIR, "/services/", service, "/errors.cc"));
    std::set<std::string> sent = ReasonsIn(catalog);
    // At the door of every service.
    const std::string text = absl::StrCat(
        catalog, ReadFile(absl::StrCat(SOS_SOURCE_DIR, "/common/auth/access_control.cc")));
    for (const auto& [function, reasons] : shared_reasons) {
      if (absl::StrContains(text, function + "(")) sent.insert(reasons.begin(), reasons.end());
    }
    // Every service's bootstrap sends these.
    sent.insert({"OVERLOADED", "DEADLINE_PASSED", "INTERNAL", "REQUEST_MALFORMED"});
    EXPECT_GT(sent.size(), 6U) << service;
    EXPECT_THAT(documented[absl::StrCat("sos.", service, ".v1")], ::testing::IsSupersetOf(sent))
        << service;
  }
}

}  // namespace
}  // namespace sos
