// SPDX-License-Identifier: Apache-2.0
// Calls the suite as a generated Connect client does. connect_test.py says in the environment where it is and what to
// ask for. Prints a line for each step.

import { strict as assert } from "node:assert";

import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";

import { ErrorInfoSchema } from "./generated/google/rpc/error_details_pb.js";
import { IndicatorService } from "./generated/sos/indicator/v1/indicator_service_pb.js";
import { IngestionService } from "./generated/sos/ingestion/v1/ingestion_service_pb.js";
import { ReportingService } from "./generated/sos/reporting/v1/reporting_service_pb.js";

const { SOS_HTTP, SOS_FORM, SOS_LEA, SOS_YEAR } = process.env;
const transport = createConnectTransport({ baseUrl: SOS_HTTP, httpVersion: "1.1", useBinaryFormat: SOS_FORM === "binary" });
const ingestion = createClient(IngestionService, transport);
const indicator = createClient(IndicatorService, transport);
const reporting = createClient(ReportingService, transport);

// The error that a call ends with.
async function failure(call) {
  try {
    await call;
  } catch (error) {
    return ConnectError.from(error);
  }
  return assert.fail("the call did not fail");
}

async function all(stream) {
  const messages = [];
  for await (const message of stream) messages.push(message);
  return messages;
}

const reasonOf = (error) => error.findDetails(ErrorInfoSchema).map((info) => info.reason).join();

const steps = {
  async unary() {
    const report = await reporting.getReport({ name: `entities/${SOS_LEA}/reports/${SOS_YEAR}` });
    assert.equal(report.name, `entities/${SOS_LEA}/reports/${SOS_YEAR}`);
  },
  async absent() {
    const { revision } = await ingestion.getRevision({});
    assert.equal(typeof revision, "bigint");
    assert(revision > 0n);
  },
  async reason() {
    const error = await failure(ingestion.getEntity({ name: "entities/99999999999999" }));
    assert.equal(error.code, Code.NotFound);
    assert.equal(reasonOf(error), "ENTITY_NOT_FOUND");
  },
  async stream() {
    const parts = await all(indicator.streamResults({ filter: { dashboardYears: [Number(SOS_YEAR)], entities: [`entities/${SOS_LEA}`] } }));
    assert(parts.length > 0);
  },
  async late_error() {
    const error = await failure(all(indicator.streamResults({ filter: { entities: ["x"] } })));
    assert.equal(error.code, Code.InvalidArgument);
  },
  async deadline() {
    const error = await failure(all(reporting.streamStateFile({}, { timeoutMs: 1 })));
    assert([Code.DeadlineExceeded, Code.InvalidArgument].includes(error.code), `${error.code}`);
  },
  async client_stream() {
    const error = await failure(ingestion.uploadSubmission((async function* () {})()));
    assert.equal(error.code, Code.Unimplemented);
  },
};

for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`FAIL ${name}: ${error}`);
  }
}
