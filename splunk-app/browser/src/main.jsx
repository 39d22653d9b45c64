// Shows one page of the app, /app/sightline_aws/NAME?theme=light|dark, with Splunk's renderer; the searches are
// answered by the server that hands this out. Tokens come from the address, as in Splunk.
import React from 'react';
import { createRoot } from 'react-dom/client';
import DashboardCore from '@splunk/dashboard-core';
import { DashboardContextProvider } from '@splunk/dashboard-context';
import preset from '@splunk/dashboard-presets/CloudViewOnlyPreset';
import DataSource from '@splunk/datasources/DataSource';
import SplunkSearch from '@splunk/datasources/SplunkSearch';
import { DataSet } from '@splunk/datasource-utils';
import SplunkThemeProvider from '@splunk/themes/SplunkThemeProvider';

const address = new URLSearchParams(window.location.search);
const page = window.location.pathname.split('/').pop() || 'sightline_overview';
const theme = address.get('theme') || 'light';
document.body.className = theme;

// What the check waits for and reads.
window.sightline = { searches: 0, running: 0, errors: [], rendered: 0, links: [] };

const answers = new Map();

function ask(question) {
  const key = JSON.stringify(question);
  if (!answers.has(key)) {
    window.sightline.searches += 1;
    window.sightline.running += 1;
    answers.set(
      key,
      fetch('/search', { method: 'POST', body: key })
        .then((response) => response.json())
        .finally(() => {
          window.sightline.running -= 1;
        })
    );
  }
  return answers.get(key);
}

function comparable(cell) {
  const text = Array.isArray(cell) ? cell[0] : cell;
  const number = Number(text);
  return text === null || text === '' || Number.isNaN(number) ? text : number;
}

/** A search that the evaluator answers. */
class EvaluatedSearch extends DataSource {
  static schema = SplunkSearch.schema;

  static config = SplunkSearch.config;

  request({ offset = 0, count = 0, sort = {} } = {}) {
    return (observer) => {
      const { query, queryParameters = {} } = this.options;
      let wanted = true;
      ask({ query, earliest: queryParameters.earliest, latest: queryParameters.latest }).then(
        (answer) => {
          if (!wanted) {
            return;
          }
          if (answer.error) {
            window.sightline.errors.push(`${answer.error}: ${query}`);
            observer.error({ level: 'error', message: answer.error });
            return;
          }
          const rows = [...answer.rows];
          Object.entries(sort).forEach(([field, direction]) => {
            const column = answer.fields.indexOf(field);
            const sign = direction === 'desc' ? -1 : 1;
            if (column >= 0 && direction !== 'none') {
              rows.sort((a, b) => {
                const [left, right] = [comparable(a[column]), comparable(b[column])];
                return (left < right ? -1 : left > right ? 1 : 0) * sign;
              });
            }
          });
          const shown = count ? rows.slice(offset, offset + count) : rows.slice(offset);
          observer.next({
            data: DataSet.fromJSONRows(answer.fields.map((name) => ({ name })), shown),
            meta: {
              totalCount: rows.length,
              percentComplete: 100,
              status: 'done',
              lastUpdated: new Date().toISOString(),
              sid: 'evaluated',
            },
          });
          observer.complete();
        }
      );
      return () => {
        wanted = false;
      };
    };
  }
}

const shown = {
  ...preset,
  dataSources: { ...preset.dataSources, 'ds.search': EvaluatedSearch },
};

function tokens() {
  const bindings = {};
  address.forEach((value, name) => {
    if (name.startsWith('form.')) {
      bindings[name.slice(5)] = value;
    }
  });
  return bindings;
}

fetch(`/pages/${page}.json`)
  .then((response) => response.json())
  .then((definition) => {
    createRoot(document.getElementById('root')).render(
      <SplunkThemeProvider family="enterprise" colorScheme={theme} density="comfortable">
        <DashboardContextProvider
          preset={shown}
          initialDefinition={definition}
          initialTokenBinding={{ default: tokens() }}
          initialMode="view"
          mapTileConfig={{ defaultTileConfig: { url: '', minZoom: 0, maxZoom: 0 } }}
        >
          <DashboardCore
            width="100%"
            height="100vh"
            onValidationError={(error) => window.sightline.errors.push(JSON.stringify(error))}
          />
        </DashboardContextProvider>
      </SplunkThemeProvider>
    );
  })
  .catch((error) => window.sightline.errors.push(String(error)));
