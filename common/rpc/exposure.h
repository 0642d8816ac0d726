// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_EXPOSURE_H_
#define SOS_COMMON_RPC_EXPOSURE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sos::rpc {

// Who can reach a server, and what it lets them do.
struct Exposure {
  // Host and port; empty if it listens nowhere.
  std::string listen;
  // Connections are encrypted.
  bool encrypted = false;
  // Callers prove who they are; without a token they are refused, or public if `anonymous`.
  bool asks_for_tokens = false;
  bool anonymous = false;
  // Everybody may ask which methods there are.
  bool reflection = false;
};

// True for an address that only programs of the same machine can reach, and for none at all.
bool IsLoopback(absl::string_view listen);

// kInvalidArgument for a server that others than this machine could reach, read in passing and
// change, unless its operator has said that this is meant (`insecure`, SOS_INSECURE): a network
// that lets nobody else in.
absl::Status CheckExposure(const Exposure& exposure, bool insecure);

// Tells in one line of the log what is open, if anything is.
void LogExposure(const Exposure& exposure);

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_EXPOSURE_H_
