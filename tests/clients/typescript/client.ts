// SPDX-License-Identifier: Apache-2.0
// Calls the suite as a partner's program in TypeScript would. partner.py says where the servers are and what to
// ask them for, in the environment. Prints a line for each step. The stubs are those of ts-proto for grpc-js.

import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

import * as grpc from "@grpc/grpc-js";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { fromBinary } from "@bufbuild/protobuf";

import { ErrorInfo } from "./generated/google/rpc/error_details";
import { Status } from "./generated/google/rpc/status";
import { ServerReflectionClient, ServerReflectionResponse } from "./generated/reflection";
import { IndicatorServiceClient, StreamResultsRequest, StreamResultsResponse } from "./generated/sos/indicator/v1/indicator_service";
import {
  CommitSubmissionRequest, CreateSubmissionRequest, GetEntityRequest, GetSubmissionRequest, IngestionServiceClient, ListEntitiesRequest,
  ListEntitiesResponse, UploadSubmissionRequest, UploadSubmissionResponse,
} from "./generated/sos/ingestion/v1/ingestion_service";
import { Submission, Submission_State } from "./generated/sos/ingestion/v1/submission";
import { Report } from "./generated/sos/reporting/v1/report";
import { GetReportRequest, ReportingServiceClient } from "./generated/sos/reporting/v1/reporting_service";

const CHUNK = 1 << 20; // The servers take at most 2 MiB at once.
const PAGE_SIZE = 5;
const SECONDS = 30;

function env(name: string): string {
  const value = process.env[name];
  assert(value !== undefined, `${name} is not set`);
  return value;
}

// TLS, and the token with every call.
function credentials(): grpc.ChannelCredentials {
  const token = grpc.credentials.createFromMetadataGenerator((_, callback) => {
    const metadata = new grpc.Metadata();
    metadata.set("authorization", `Bearer ${env("SOS_TOKEN")}`);
    callback(null, metadata);
  });
  return grpc.credentials.combineChannelCredentials(grpc.credentials.createSsl(readFileSync(env("SOS_TLS_CA"))), token);
}

// Retries as the service config says.
const options: grpc.ChannelOptions = { "grpc.service_config": readFileSync(env("SOS_SERVICE_CONFIG"), "utf8") };

const within = (seconds: number): grpc.CallOptions => ({ deadline: Date.now() + seconds * 1000 });

// A call with a callback as a promise.
function answer<T>(call: (callback: (error: grpc.ServiceError | null, value: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, value) => (error === null ? resolve(value) : reject(error)));
  });
}

async function failure(call: Promise<unknown>): Promise<grpc.ServiceError> {
  try {
    await call;
  } catch (error) {
    return error as grpc.ServiceError;
  }
  throw new Error("no error");
}

async function discover(): Promise<void> {
  const client = new ServerReflectionClient(env("SOS_INGESTION"), credentials(), options);
  const call = client.serverReflectionInfo(new grpc.Metadata(), within(SECONDS));
  call.write({ listServices: "*" });
  call.write({ fileContainingSymbol: "sos.ingestion.v1.IngestionService" });
  call.end();
  const services: string[] = [];
  const methods: string[] = [];
  for await (const response of call as AsyncIterable<ServerReflectionResponse>) {
    services.push(...(response.listServicesResponse?.service ?? []).map((service) => service.name));
    for (const bytes of response.fileDescriptorResponse?.fileDescriptorProto ?? []) {
      const file = fromBinary(FileDescriptorProtoSchema, bytes);
      methods.push(...file.service.flatMap((service) => service.method.map((method) => method.name)));
    }
  }
  client.close();
  assert(services.includes("sos.ingestion.v1.IngestionService"), `services: ${services}`);
  assert(methods.includes("ListEntities"), `methods: ${methods}`);
}

async function pages(client: IngestionServiceClient): Promise<void> {
  const codes: string[] = [];
  let pageToken = "";
  do {
    const request = ListEntitiesRequest.fromPartial({ pageSize: PAGE_SIZE, pageToken });
    const page = await answer<ListEntitiesResponse>((done) => client.listEntities(request, new grpc.Metadata(), within(SECONDS), done));
    codes.push(...page.entities.map((record) => record.entity?.name ?? ""));
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
  assert(codes.length > PAGE_SIZE && new Set(codes).size === codes.length, `entities: ${codes}`);
}

async function stream(): Promise<void> {
  const client = new IndicatorServiceClient(env("SOS_INDICATOR"), credentials(), options);
  const request = StreamResultsRequest.fromPartial({
    filter: { leas: [`entities/${env("SOS_LEA")}`], dashboardYears: [Number(env("SOS_YEAR"))] },
  });
  let blocks = 0;
  for await (const response of client.streamResults(request, within(SECONDS)) as AsyncIterable<StreamResultsResponse>) {
    blocks += response.blocks.length;
  }
  client.close();
  assert(blocks > 0, "no blocks");
}

async function upload(client: IngestionServiceClient): Promise<void> {
  const data = readFileSync(env("SOS_FILE"));
  const create = CreateSubmissionRequest.fromPartial({
    submission: { displayName: basename(env("SOS_FILE")) }, requestId: env("SOS_REQUEST_ID"),
  });
  const created = () => answer<Submission>((done) => client.createSubmission(create, new grpc.Metadata(), within(SECONDS), done));
  const { name } = await created();
  assert.equal((await created()).name, name);

  const send = (begin: number, end: number) =>
    answer<UploadSubmissionResponse>((done) => {
      const call = client.uploadSubmission(new grpc.Metadata(), within(SECONDS), done);
      for (let offset = begin; offset < end; offset += CHUNK) {
        const chunk = data.subarray(offset, Math.min(offset + CHUNK, end));
        call.write(UploadSubmissionRequest.fromPartial({ name, offset: BigInt(offset), data: chunk }));
      }
      call.end();
    });
  const half = Math.floor(data.length / 2);
  await send(0, half);
  const get = GetSubmissionRequest.fromPartial({ name });
  const partial = await answer<Submission>((done) => client.getSubmission(get, new grpc.Metadata(), within(SECONDS), done));
  assert.equal(partial.receivedByteCount, BigInt(half));
  await send(Number(partial.receivedByteCount), data.length);

  const commit = CommitSubmissionRequest.fromPartial({ name });
  const committed = () => answer<Submission>((done) => client.commitSubmission(commit, new grpc.Metadata(), within(SECONDS), done));
  const first = await committed();
  assert.equal(first.state, Submission_State.STATE_COMMITTED);
  assert(first.revision > 0n, `revision ${first.revision}`);
  assert.equal((await committed()).revision, first.revision);
}

async function error(client: IngestionServiceClient): Promise<void> {
  const request = GetEntityRequest.fromPartial({ name: "entities/99999999999999" });
  const found = await failure(answer((done) => client.getEntity(request, new grpc.Metadata(), within(SECONDS), done)));
  assert.equal(found.code, grpc.status.NOT_FOUND);
  const [details] = found.metadata.get("grpc-status-details-bin");
  assert(Buffer.isBuffer(details), "no details");
  const any = Status.decode(details).details.find((detail) => detail.typeUrl.endsWith("/google.rpc.ErrorInfo"));
  assert(any !== undefined, "no ErrorInfo");
  const info = ErrorInfo.decode(any.value);
  assert.deepEqual([info.reason, info.domain], ["ENTITY_NOT_FOUND", "sos.ingestion.v1"]);
}

async function report(address: string, seconds: number): Promise<Report> {
  const client = new ReportingServiceClient(address, credentials(), options);
  const request = GetReportRequest.fromPartial({ name: `entities/${env("SOS_LEA")}/reports/${env("SOS_YEAR")}` });
  try {
    return await answer<Report>((done) => client.getReport(request, new grpc.Metadata(), within(seconds), done));
  } finally {
    client.close();
  }
}

async function deadline(): Promise<void> {
  assert.equal((await failure(report(env("SOS_REPORTING"), 0.001))).code, grpc.status.DEADLINE_EXCEEDED);
}

// One call: what tries again is gRPC.
async function retry(): Promise<void> {
  const found = await report(env("SOS_LATE_REPORTING"), SECONDS);
  assert(found.rows.length > 0, "no rows");
}

async function main(): Promise<void> {
  const ingestion = new IngestionServiceClient(env("SOS_INGESTION"), credentials(), options);
  const steps: Record<string, () => Promise<void>> = {
    discover, pages: () => pages(ingestion), stream, upload: () => upload(ingestion), error: () => error(ingestion), deadline, retry,
  };
  for (const [name, run] of Object.entries(steps)) {
    try {
      await run();
      console.log(`ok ${name}`);
    } catch (found) {
      process.exitCode = 1;
      console.log(`FAIL ${name}: ${String(found).replaceAll("\n", " ").slice(0, 600)}`);
    }
  }
  ingestion.close();
}

void main();
