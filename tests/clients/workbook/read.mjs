// SPDX-License-Identifier: Apache-2.0
// Prints the sheets of each workbook that is named: one JSON object a line, with rows of texts and numbers as a library reads them.
import ExcelJS from "exceljs";

for (const path of process.argv.slice(2)) {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  const sheets = {};
  workbook.eachSheet((sheet) => {
    const rows = [];
    sheet.eachRow({ includeEmpty: true }, (row) => {
      const cells = [];
      for (let i = 1; i <= sheet.columnCount; ++i) {
        const value = row.getCell(i).value;
        if (value !== null && typeof value === "object") throw new Error(`${path}: a cell of ${sheet.name} is no text and no number`);
        cells.push(value === null ? "" : value);
      }
      rows.push(cells);
    });
    sheets[sheet.name] = rows;
  });
  console.log(JSON.stringify({ path, sheets }));
}
