// SPDX-License-Identifier: Apache-2.0

// StreamCountyPack: this service keeps no state, so a pack that broke off is planned anew and goes
// on after the last file that the caller has.

#include "services/reporting/documents/county_pack.h"

#include <algorithm>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "services/reporting/errors.h"
#include "services/reporting/rpc/pack_renderer.h"
#include "services/reporting/rpc/reporting_service.h"
#include "services/reporting/rpc/requests.h"
#include "services/reporting/sources/county_source.h"

namespace sos::reporting {
namespace {

constexpr size_t kPackChunkBytes = size_t{256} << 10;
// Of one pack: other calls need cores, too.
constexpr unsigned kMaxPackThreads = 4;

int PackThreads() {
  return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, kMaxPackThreads));
}

// Sends the bytes of one file, the first message with its path and number.
absl::Status SendFile(const std::string& path, size_t number, size_t count,
                      const std::string& bytes, const rpc::CallContext& call,
                      grpc::ServerWriter<v1::StreamCountyPackResponse>* writer) {
  for (size_t begin = 0; begin == 0 || begin < bytes.size(); begin += kPackChunkBytes) {
    v1::StreamCountyPackResponse chunk;
    if (begin == 0) {
      chunk.set_path(path);
      chunk.set_file_number(static_cast<int32_t>(number));
      chunk.set_file_count(static_cast<int32_t>(count));
    }
    chunk.set_data(bytes.substr(begin, kPackChunkBytes));
    SOS_RETURN_IF_ERROR(rpc::Send(call, std::move(chunk), writer));
  }
  return absl::OkStatus();
}

}  // namespace

grpc::Status ReportingService::StreamCountyPack(
    grpc::ServerContext* context, const v1::StreamCountyPackRequest* request,
    grpc::ServerWriter<v1::StreamCountyPackResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamCountyPack", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const DocumentKey key,
                             KeyIn(*request, DocumentKey::Kind::kCountyPack));
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        CountySource source(deps_.source, std::string(key.cds.county()));
        SOS_ASSIGN_OR_RETURN(const PackPlan plan,
                             PlanCountyPack(source, key, request->with_schools(), revision, call));
        const std::vector<const PackFile*> files = plan.Files();
        const size_t count = files.size() + 1;
        size_t next = 0;
        const std::string& after = request->after_path();
        if (!after.empty() && after != PackPlan::kIndexPath) {
          const auto found = std::find_if(files.begin(), files.end(), [&](const PackFile* file) {
            return file->path == after;
          });
          if (found == files.end()) {
            return errors::FieldInvalid("after_path", after, "the path of a file of the pack");
          }
          next = static_cast<size_t>(found - files.begin()) + 1;
        }
        if (after.empty()) {
          SOS_RETURN_IF_ERROR(
              SendFile(PackPlan::kIndexPath, 1, count, RenderPackIndex(plan), call, writer));
        }
        // Nobody asks twice for most of them: none goes into the cache.
        PackRenderer renderer(deps_.source, plan, next, call, PackThreads());
        for (; next < files.size(); ++next) {
          SOS_ASSIGN_OR_RETURN(const std::string bytes, renderer.Next());
          SOS_RETURN_IF_ERROR(SendFile(files[next]->path, next + 2, count, bytes, call, writer));
        }
        return absl::OkStatus();
      });
}

}  // namespace sos::reporting
