// SPDX-License-Identifier: Apache-2.0
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import google.rpc.ErrorDetails.ErrorInfo;
import grpc.reflection.v1alpha.Reflection.ServerReflectionRequest;
import grpc.reflection.v1alpha.Reflection.ServerReflectionResponse;
import grpc.reflection.v1alpha.ServerReflectionGrpc;
import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.StreamObserver;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sos.indicator.v1.IndicatorServiceGrpc;
import sos.indicator.v1.ResultFilter;
import sos.indicator.v1.StreamResultsRequest;
import sos.indicator.v1.StreamResultsResponse;
import sos.ingestion.v1.CommitSubmissionRequest;
import sos.ingestion.v1.CreateSubmissionRequest;
import sos.ingestion.v1.GetEntityRequest;
import sos.ingestion.v1.GetSubmissionRequest;
import sos.ingestion.v1.IngestionServiceGrpc;
import sos.ingestion.v1.ListEntitiesRequest;
import sos.ingestion.v1.ListEntitiesResponse;
import sos.ingestion.v1.Submission;
import sos.ingestion.v1.UploadSubmissionRequest;
import sos.ingestion.v1.UploadSubmissionResponse;
import sos.reporting.v1.GetReportRequest;
import sos.reporting.v1.Report;
import sos.reporting.v1.ReportingServiceGrpc;

/**
 * Calls the suite as a partner's program in Java would. partner.py says where the servers are and what to ask
 * them for, in the environment. Prints a line for each step.
 */
public final class Client {
  private static final int CHUNK = 1 << 20; // The servers take at most 2 MiB at once.
  private static final int PAGE_SIZE = 5;
  private static final long SECONDS = 30;

  /** What service_config.json says: this builder takes maps, with every number a double. */
  private static final Map<String, ?> SERVICE_CONFIG =
      Map.of("methodConfig", List.of(Map.of(
          "name", List.of(
              Map.of("service", "sos.ingestion.v1.IngestionService"), Map.of("service", "sos.indicator.v1.IndicatorService"),
              Map.of("service", "sos.eligibility.v1.EligibilityService"), Map.of("service", "sos.reporting.v1.ReportingService")),
          "retryPolicy", Map.of(
              "maxAttempts", 4.0, "initialBackoff", "0.1s", "maxBackoff", "1s", "backoffMultiplier", 2.0,
              "retryableStatusCodes", List.of("UNAVAILABLE")))));

  /** Sends the token with every call. */
  private static final class Token extends CallCredentials {
    private static final Metadata.Key<String> KEY = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
      Metadata metadata = new Metadata();
      metadata.put(KEY, "Bearer " + env("SOS_TOKEN"));
      applier.apply(metadata);
    }

    @Override
    public void thisUsesUnstableApi() {}
  }

  private interface Step {
    void run() throws Exception;
  }

  private static String env(String name) {
    String value = System.getenv(name);
    expect(value != null, name + " is not set");
    return value;
  }

  private static void expect(boolean holds, Object found) {
    if (!holds) throw new AssertionError(String.valueOf(found));
  }

  private static ManagedChannel channel(String address) throws Exception {
    return NettyChannelBuilder.forTarget("dns:///" + address)
        .sslContext(GrpcSslContexts.forClient().trustManager(new File(env("SOS_TLS_CA"))).build())
        .defaultServiceConfig(SERVICE_CONFIG)
        .enableRetry()
        .build();
  }

  private static <S extends AbstractStub<S>> S ready(S stub) {
    return stub.withCallCredentials(new Token()).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
  }

  /** Hands what comes to `each`, and completes `end` at the end. */
  private static <T> StreamObserver<T> observer(Consumer<T> each, CompletableFuture<Void> end) {
    return new StreamObserver<>() {
      @Override
      public void onNext(T value) {
        each.accept(value);
      }

      @Override
      public void onError(Throwable failure) {
        end.completeExceptionally(failure);
      }

      @Override
      public void onCompleted() {
        end.complete(null);
      }
    };
  }

  private static void discover(ManagedChannel channel) throws Exception {
    List<ServerReflectionResponse> answers = new ArrayList<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> call =
        ready(ServerReflectionGrpc.newStub(channel)).serverReflectionInfo(observer(answers::add, end));
    call.onNext(ServerReflectionRequest.newBuilder().setListServices("*").build());
    call.onNext(ServerReflectionRequest.newBuilder().setFileContainingSymbol("sos.ingestion.v1.IngestionService").build());
    call.onCompleted();
    end.get();
    List<String> found = new ArrayList<>();
    for (ServerReflectionResponse answer : answers) {
      answer.getListServicesResponse().getServiceList().forEach(service -> found.add(service.getName()));
      for (ByteString bytes : answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
        FileDescriptorProto.parseFrom(bytes).getServiceList()
            .forEach(service -> service.getMethodList().forEach(method -> found.add(method.getName())));
      }
    }
    expect(found.contains("sos.ingestion.v1.IngestionService") && found.contains("ListEntities"), found);
  }

  private static void pages(ManagedChannel channel) {
    HashSet<String> seen = new HashSet<>();
    String next = "";
    do {
      ListEntitiesResponse page = ready(IngestionServiceGrpc.newBlockingStub(channel))
          .listEntities(ListEntitiesRequest.newBuilder().setPageSize(PAGE_SIZE).setPageToken(next).build());
      page.getEntitiesList().forEach(record -> expect(seen.add(record.getEntity().getName()), record));
      next = page.getNextPageToken();
    } while (!next.isEmpty());
    expect(seen.size() > PAGE_SIZE, seen);
  }

  private static void stream() throws Exception {
    ManagedChannel channel = channel(env("SOS_INDICATOR"));
    ResultFilter filter = ResultFilter.newBuilder()
        .addLeas("entities/" + env("SOS_LEA")).addDashboardYears(Integer.parseInt(env("SOS_YEAR"))).build();
    Iterator<StreamResultsResponse> answers = ready(IndicatorServiceGrpc.newBlockingStub(channel))
        .streamResults(StreamResultsRequest.newBuilder().setFilter(filter).build());
    int blocks = 0;
    while (answers.hasNext()) blocks += answers.next().getBlocksCount();
    channel.shutdownNow();
    expect(blocks > 0, "no blocks");
  }

  private static void send(ManagedChannel channel, String name, byte[] data, int begin, int end) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    StreamObserver<UploadSubmissionResponse> answer = observer(response -> {}, done);
    StreamObserver<UploadSubmissionRequest> call = ready(IngestionServiceGrpc.newStub(channel)).uploadSubmission(answer);
    for (int at = begin; at < end; at += CHUNK) {
      ByteString chunk = ByteString.copyFrom(data, at, Math.min(CHUNK, end - at));
      call.onNext(UploadSubmissionRequest.newBuilder().setName(name).setOffset(at).setData(chunk).build());
    }
    call.onCompleted();
    done.get();
  }

  private static void upload(ManagedChannel channel) throws Exception {
    Path file = Path.of(env("SOS_FILE"));
    byte[] data = Files.readAllBytes(file);
    CreateSubmissionRequest create = CreateSubmissionRequest.newBuilder()
        .setSubmission(Submission.newBuilder().setDisplayName(file.getFileName().toString()))
        .setRequestId(env("SOS_REQUEST_ID")).build();
    String name = ready(IngestionServiceGrpc.newBlockingStub(channel)).createSubmission(create).getName();
    String again = ready(IngestionServiceGrpc.newBlockingStub(channel)).createSubmission(create).getName();
    expect(name.equals(again), name + " and " + again);
    send(channel, name, data, 0, data.length / 2);
    Submission partial = ready(IngestionServiceGrpc.newBlockingStub(channel))
        .getSubmission(GetSubmissionRequest.newBuilder().setName(name).build());
    expect(partial.getReceivedByteCount() == data.length / 2, partial);
    send(channel, name, data, (int) partial.getReceivedByteCount(), data.length);
    CommitSubmissionRequest commit = CommitSubmissionRequest.newBuilder().setName(name).build();
    Submission first = ready(IngestionServiceGrpc.newBlockingStub(channel)).commitSubmission(commit);
    expect(first.getState() == Submission.State.STATE_COMMITTED && first.getRevision() > 0, first);
    Submission second = ready(IngestionServiceGrpc.newBlockingStub(channel)).commitSubmission(commit);
    expect(second.getRevision() == first.getRevision(), second);
  }

  private static void error(ManagedChannel channel) throws Exception {
    try {
      ready(IngestionServiceGrpc.newBlockingStub(channel))
          .getEntity(GetEntityRequest.newBuilder().setName("entities/99999999999999").build());
    } catch (StatusRuntimeException failure) {
      expect(failure.getStatus().getCode() == Status.Code.NOT_FOUND, failure);
      byte[] details = failure.getTrailers().get(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER));
      for (Any detail : com.google.rpc.Status.parseFrom(details).getDetailsList()) {
        if (!detail.is(ErrorInfo.class)) continue;
        ErrorInfo info = detail.unpack(ErrorInfo.class);
        expect(info.getReason().equals("ENTITY_NOT_FOUND") && info.getDomain().equals("sos.ingestion.v1"), info);
        return;
      }
    }
    expect(false, "no error with a reason");
  }

  private static Report report(String address, long milliseconds) throws Exception {
    ManagedChannel channel = channel(address);
    try {
      String name = "entities/" + env("SOS_LEA") + "/reports/" + env("SOS_YEAR");
      return ReportingServiceGrpc.newBlockingStub(channel).withCallCredentials(new Token())
          .withDeadlineAfter(milliseconds, TimeUnit.MILLISECONDS).getReport(GetReportRequest.newBuilder().setName(name).build());
    } finally {
      channel.shutdownNow();
    }
  }

  private static void deadline() throws Exception {
    try {
      report(env("SOS_REPORTING"), 1);
    } catch (StatusRuntimeException failure) {
      expect(failure.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED, failure);
      return;
    }
    expect(false, "no error");
  }

  /** One call: what tries again is gRPC. */
  private static void retry() throws Exception {
    expect(report(env("SOS_LATE_REPORTING"), SECONDS * 1000).getRowsCount() > 0, "no rows");
  }

  public static void main(String[] arguments) throws Exception {
    ManagedChannel ingestion = channel(env("SOS_INGESTION"));
    Map<String, Step> steps = new LinkedHashMap<>();
    steps.put("discover", () -> discover(ingestion));
    steps.put("pages", () -> pages(ingestion));
    steps.put("stream", Client::stream);
    steps.put("upload", () -> upload(ingestion));
    steps.put("error", () -> error(ingestion));
    steps.put("deadline", Client::deadline);
    steps.put("retry", Client::retry);
    int failures = 0;
    for (Map.Entry<String, Step> step : steps.entrySet()) {
      try {
        step.getValue().run();
        System.out.println("ok " + step.getKey());
      } catch (Exception | AssertionError failure) {
        ++failures;
        System.out.println("FAIL " + step.getKey() + ": " + String.valueOf(failure).replace('\n', ' '));
      }
    }
    ingestion.shutdownNow();
    System.exit(failures > 0 ? 1 : 0);
  }
}
