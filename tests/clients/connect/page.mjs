// SPDX-License-Identifier: Apache-2.0
// A web page of somebody else that calls the suite with a generated client (connect-web). in_browser.mjs opens it; the
// address of the suite and what to ask for stand in the page's own address. Writes what happened into the page.

import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";

import { ErrorInfoSchema } from "./generated/google/rpc/error_details_pb.js";
import { IndicatorService } from "./generated/sos/indicator/v1/indicator_service_pb.js";
import { IngestionService } from "./generated/sos/ingestion/v1/ingestion_service_pb.js";
import { ReportingService } from "./generated/sos/reporting/v1/reporting_service_pb.js";

const asked = new URLSearchParams(window.location.search);
const year = Number(asked.get("year"));
const lea = `entities/${asked.get("lea")}`;

async function told() {
  const transport = createConnectTransport({ baseUrl: asked.get("suite"), useHttpGet: asked.get("get") === "1" });
  const report = await createClient(ReportingService, transport).getReport({ name: `${lea}/reports/${year}` });
  let results = 0;
  const filter = { dashboardYears: [year], entities: [lea] };
  for await (const part of createClient(IndicatorService, transport).streamResults({ filter })) {
    for (const block of part.blocks) results += block.entityIndexes.length;
  }
  try {
    await createClient(IngestionService, transport).getEntity({ name: "entities/99999999999999" });
  } catch (problem) {
    const error = ConnectError.from(problem);
    return { report: report.name, results, code: Code[error.code], reason: error.findDetails(ErrorInfoSchema)[0]?.reason };
  }
  return { report: report.name, results };
}

told().then(
  (answer) => { document.body.textContent = JSON.stringify(answer); },
  (error) => { document.body.textContent = JSON.stringify({ failed: `${error}` }); },
);
