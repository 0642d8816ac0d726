// SPDX-License-Identifier: Apache-2.0
#include "common/auth/token_verifier.h"

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "common/auth/signed_token.h"
#include "common/digest/sha256.h"
#include "common/log/log.h"
#include "common/status/macros.h"
#include "nlohmann/json.hpp"

namespace sos::auth {
namespace {

// Verdicts that are remembered at once.
constexpr size_t kMaxVerdicts = 10'000;

}  // namespace

absl::StatusOr<std::unique_ptr<TokenVerifier>> TokenVerifier::Create(Options options,
                                                                     const Clock& clock) {
  auto verifier = absl::WrapUnique(new TokenVerifier(std::move(options), clock));
  absl::MutexLock lock(&verifier->mutex_);
  SOS_RETURN_IF_ERROR(verifier->ReadKeys());
  return verifier;
}

void TokenVerifier::RefreshKeys() {
  if (clock_.Elapsed() - looked_ < kKeyFileInterval) return;
  const absl::Status read = ReadKeys();
  unusable_gauge_.Set(read.ok() ? 0 : 1);
  if (!read.ok() && read.message() != problem_) {
    log::Error("The token keys could not be reloaded. The previous keys stay in use.",
               {{"detail", std::string(read.message())}});
  }
  problem_ = std::string(read.message());
}

absl::Status TokenVerifier::ReadKeys() {
  looked_ = clock_.Elapsed();
  std::ifstream file(options_.key_file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.good() && !file.eof()) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read ", options_.key_file));
  }
  if (text == key_text_ && keys_ != nullptr) return absl::OkStatus();
  absl::StatusOr<VerificationKeys> keys = ParseJsonWebKeys(text);
  if (!keys.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options_.key_file, ": ", keys.status().message()));
  }
  if (keys->empty())
    log::Warning("The key set is empty. All tokens are rejected until it has a key.");
  keys_ = std::make_shared<const VerificationKeys>(*std::move(keys));
  key_text_ = std::move(text);
  // A key that was taken away takes its tokens with it.
  verdicts_.clear();
  return absl::OkStatus();
}

absl::Status TokenVerifier::CheckTime(const Verdict& verdict) const {
  return Validity{.begin = verdict.begin, .end = verdict.end}.Check(clock_.Now(),
                                                                    options_.clock_skew);
}

absl::StatusOr<Principal> TokenVerifier::Verify(absl::string_view token) {
  const std::string digest = Sha256Hex(token);
  std::shared_ptr<const VerificationKeys> keys;
  {
    absl::MutexLock lock(&mutex_);
    RefreshKeys();
    const auto known = verdicts_.find(digest);
    if (known != verdicts_.end()) {
      SOS_RETURN_IF_ERROR(CheckTime(known->second));
      return known->second.principal;
    }
    keys = keys_;
  }
  SOS_ASSIGN_OR_RETURN(Verdict verdict, Judge(token, *keys));
  SOS_RETURN_IF_ERROR(CheckTime(verdict));
  Principal principal = verdict.principal;
  absl::MutexLock lock(&mutex_);
  if (keys != keys_) return principal;
  if (verdicts_.size() >= kMaxVerdicts) verdicts_.clear();
  verdicts_.insert_or_assign(digest, std::move(verdict));
  return principal;
}

absl::StatusOr<TokenVerifier::Verdict> TokenVerifier::Judge(absl::string_view token,
                                                            const VerificationKeys& keys) const {
  SOS_ASSIGN_OR_RETURN(const nlohmann::json claims, ReadSignedClaims(token, keys));
  SOS_RETURN_IF_ERROR(CheckIssuerAndAudience(claims, options_.issuer, options_.audience));
  SOS_ASSIGN_OR_RETURN(const Validity validity, ValidityOf(claims));
  SOS_ASSIGN_OR_RETURN(Principal principal, PrincipalOf(claims));
  return Verdict{.principal = std::move(principal), .begin = validity.begin, .end = validity.end};
}

}  // namespace sos::auth
