// Splunk's own client sends to the receiver and tells what it heard, one JSON line an action.
//
// node send.js <url> <token> <action>...
//   batch     three events in one request, with metadata
//   wrong     an event for an index that the token does not allow
//   retry     one event, tried up to three times more

"use strict";

const { Logger } = require("splunk-logging");

const [url, token, ...actions] = process.argv.slice(2);

function logger(options) {
  const created = new Logger({ url, token, level: "info", ...options });
  created.error = () => {};
  return created;
}

function told(action, err, body) {
  console.log(JSON.stringify({ action, error: err ? err.message : null, body: body ?? null }));
}

const play = {
  batch: () =>
    new Promise((done) => {
      const batched = logger({ maxBatchCount: 0 });
      for (const number of [1, 2, 3]) {
        batched.send({
          message: { number, text: "grün ☃ \u{1F600}" },
          severity: "warn",
          metadata: {
            time: 1767323045.5,
            host: "h",
            source: "s",
            sourcetype: "_json",
            index: "main",
          },
        });
      }
      batched.flush((err, _response, body) => {
        told("batch", err, body);
        done();
      });
    }),
  wrong: () =>
    new Promise((done) => {
      logger({}).send(
        { message: "wrong", metadata: { index: "secret" } },
        (err, _response, body) => {
          told("wrong", err, body);
          done();
        },
      );
    }),
  retry: () =>
    new Promise((done) => {
      logger({ maxRetries: 3 }).send({ message: "again" }, (err, _response, body) => {
        told("retry", err, body);
        done();
      });
    }),
};

(async () => {
  for (const action of actions) {
    await play[action]();
  }
})();
