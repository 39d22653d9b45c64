'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const LEVELS = ['critical', 'high', 'medium', 'low', 'informational'];
  const MOST_NODES = 40;
  const MOST_ROWS = 1000;
  const state = { off: new Set(), account: '', detection: '', text: '', range: null, incident: null, open: new Set() };
  const $ = id => document.getElementById(id);
  const list = value => value == null ? [] : Array.isArray(value) ? value : [value];
  const hits = data.hits.map((hit, index) => ({
    hit, index,
    time: Date.parse(hit.first_seen),
    words: Object.values(hit).flatMap(list).join(' ').toLowerCase(),
  }));

  // Everything from the data becomes text, never markup.
  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    Object.entries(attributes || {}).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...children.map(child => child instanceof Node ? child : String(child)));
    return made;
  };
  const drawn = (name, attributes, text) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    Object.entries(attributes || {}).forEach(([key, value]) => made.setAttribute(key, value));
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const short = (text, most) => text.length > most ? text.slice(0, most - 1) + '…' : text;
  const named = value => String(value).replace(/^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):(.*)$/, '$2 @$1');
  const clock = time => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
  const accountOf = hit => hit.account_name ? hit.account_name + ' (' + hit.account_id + ')' : hit.account_id || 'unknown';

  const passes = (entry, except) =>
    !state.off.has(entry.hit.severity)
    && (!state.account || accountOf(entry.hit) === state.account)
    && (state.incident === null || data.incidents[state.incident].hit_positions.includes(entry.index))
    && (!state.detection || entry.hit.detection_id === state.detection)
    && (!state.text || entry.words.includes(state.text.toLowerCase()))
    && (except === 'range' || !state.range || (entry.time >= state.range[0] && entry.time <= state.range[1]));

  const options = (select, values, all) => {
    select.append(element('option', { value: '' }, all));
    [...new Set(values)].sort().forEach(value => select.append(element('option', { value }, value)));
  };

  function filters() {
    LEVELS.forEach(level => {
      const count = hits.filter(entry => entry.hit.severity === level).length;
      if (!count) return;
      const button = element('button', { type: 'button', 'aria-pressed': 'true', 'data-level': level },
        element('span', { class: 'dot ' + level }), level + ' ' + count);
      button.addEventListener('click', () => {
        state.off.has(level) ? state.off.delete(level) : state.off.add(level);
        show();
      });
      $('severities').append(button);
    });
    options($('account'), hits.map(entry => accountOf(entry.hit)), 'all');
    options($('detection'), hits.map(entry => entry.hit.detection_id), 'all');
    $('account').addEventListener('change', event => { state.account = event.target.value; show(); });
    $('detection').addEventListener('change', event => { state.detection = event.target.value; show(); });
    $('text').addEventListener('input', event => { state.text = event.target.value; show(); });
    $('clear').addEventListener('click', () => {
      Object.assign(state, { account: '', detection: '', text: '', range: null, incident: null });
      state.off.clear();
      $('account').value = $('detection').value = $('text').value = '';
      show();
    });
    $('theme').addEventListener('click', () => {
      const root = document.documentElement;
      const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
    });
  }

  function incidents() {
    $('incidentsection').hidden = !data.incidents.length;
    data.incidents.forEach((incident, index) => {
      const facts = [
        incident.severity + ', score ' + incident.score,
        incident.hits + (incident.hits === 1 ? ' hit' : ' hits'),
        incident.first_seen.slice(0, 19).replace('T', ' ') + ' to ' + incident.last_seen.slice(0, 19).replace('T', ' ') + ' UTC',
        incident.addresses.length ? 'from ' + incident.addresses.slice(0, 6).join(', ') : '',
        incident.owners.length ? 'owners: ' + incident.owners.join(', ') : '',
      ];
      const card = element('div', { class: 'incident ' + incident.severity, tabindex: 0, role: 'button', 'aria-pressed': 'false', 'data-incident': index },
        element('h3', {}, incident.title),
        element('div', { class: 'sub' }, facts.filter(Boolean).join(' · ')),
        element('div', { class: 'sub' }, incident.actors.join(', ')),
        element('div', { class: 'tactics' }, ...incident.tactics.map(tactic => element('span', {}, tactic.replace(/-/g, ' ')))),
        element('ol', {}, ...incident.story.map(sentence =>
          element('li', {}, element('span', {}, sentence.slice(0, 19)), element('div', {}, sentence.slice(20))))));
      const keep = () => { state.incident = state.incident === index ? null : index; show(); };
      card.addEventListener('click', keep);
      card.addEventListener('keydown', event => { if (event.key === 'Enter') keep(); });
      $('incidents').append(card);
    });
  }

  function timeline() {
    const svg = $('timeline');
    const width = Math.max(600, svg.parentNode.clientWidth);
    const height = 150, left = 36, bottom = 24, top = 8;
    const timed = hits.filter(entry => !Number.isNaN(entry.time));
    svg.replaceChildren();
    svg.setAttribute('width', width);
    svg.setAttribute('height', height);
    if (!timed.length) return;
    const from = timed.reduce((least, entry) => Math.min(least, entry.time), Infinity);
    const to = Math.max(from + 60000, timed.reduce((most, entry) => Math.max(most, entry.time), -Infinity) + 1);
    const buckets = 72, step = (to - from) / buckets, room = width - left - 4;
    const sums = Array.from({ length: buckets }, () => ({}));
    timed.filter(entry => passes(entry, 'range')).forEach(entry => {
      const bucket = sums[Math.min(buckets - 1, Math.floor((entry.time - from) / step))];
      bucket[entry.hit.severity] = (bucket[entry.hit.severity] || 0) + 1;
    });
    const most = Math.max(1, ...sums.map(bucket => Object.values(bucket).reduce((a, b) => a + b, 0)));
    const up = height - bottom - top;
    [0, 0.5, 1].forEach(share => {
      const y = height - bottom - share * up;
      svg.append(drawn('line', { class: 'axis', x1: left, x2: width, y1: y, y2: y }));
      if (share !== 0.5 || most > 1) svg.append(drawn('text', { class: 'soft', x: left - 6, y: y + 4, 'text-anchor': 'end' }, Math.round(most * share)));
    });
    sums.forEach((bucket, index) => {
      let y = height - bottom;
      LEVELS.forEach(level => {
        if (!bucket[level]) return;
        const tall = bucket[level] / most * up;
        y -= tall;
        const bar = drawn('rect', { class: 'bar ' + level, x: left + index * room / buckets + 1, width: Math.max(1, room / buckets - 2), y, height: tall });
        bar.append(drawn('title', {}, bucket[level] + ' ' + level + ', from ' + clock(from + index * step)));
        svg.append(bar);
      });
    });
    for (let i = 0; i <= 4; i++) {
      svg.append(drawn('text', { class: 'soft', x: left + room * i / 4, y: height - 6, 'text-anchor': i === 0 ? 'start' : i === 4 ? 'end' : 'middle' }, clock(from + (to - from) * i / 4)));
    }
    const x = time => left + (time - from) / (to - from) * room;
    if (state.range) {
      svg.append(drawn('rect', { class: 'range', x: x(state.range[0]), width: Math.max(1, x(state.range[1]) - x(state.range[0])), y: top, height: up }));
    }
    const at = event => from + Math.min(1, Math.max(0, (event.clientX - svg.getBoundingClientRect().left - left) / room)) * (to - from);
    svg.onpointerdown = event => {
      const begin = at(event);
      svg.setPointerCapture(event.pointerId);
      svg.onpointerup = end => {
        const other = at(end);
        svg.onpointerup = null;
        state.range = Math.abs(x(other) - x(begin)) < 4 ? null : [Math.min(begin, other), Math.max(begin, other)];
        show();
      };
    };
  }

  /** Nodes and links of the walk, where there was one, else of the hits that are shown. */
  function connections(shown) {
    const nodes = new Map(), links = new Map();
    const node = (type, value, more) => {
      const id = type + ' ' + value;
      if (!nodes.has(id)) nodes.set(id, { id, type, value, weight: 0, ...more });
      nodes.get(id).weight++;
      return id;
    };
    const link = (from, to) => links.set(from + '\n' + to, [from, to]);
    if (data.pivot) {
      data.pivot.nodes.forEach(n => node(n.type, n.value, { start: !n.via, end: !n.followed }));
      data.pivot.links.forEach(l => link(l.from.type + ' ' + l.from.value, l.to.type + ' ' + l.to.value));
    } else {
      shown.forEach(({ hit }) => {
        if (!hit.principal) return;
        const who = node('arn', hit.principal);
        list(hit.address).forEach(value => link(who, node('ip', value)));
        list(hit.resource).forEach(value => link(who, node('resource', value)));
      });
    }
    return { nodes, links: [...links.values()] };
  }

  function graph(shown) {
    const svg = $('graph');
    const { nodes, links } = connections(shown);
    const columns = [['arn'], ['ip', 'key'], ['resource']].map(types =>
      [...nodes.values()].filter(n => types.includes(n.type)).sort((a, b) => b.weight - a.weight || (a.value < b.value ? -1 : 1)));
    const hidden = columns.reduce((sum, column) => sum + Math.max(0, column.length - MOST_NODES), 0);
    const width = Math.max(900, svg.parentNode.clientWidth), line = 22, top = 28;
    const height = top + line * Math.max(1, ...columns.map(column => Math.min(MOST_NODES, column.length))) + 6;
    svg.replaceChildren();
    svg.setAttribute('width', width);
    svg.setAttribute('height', height);
    $('graphhint').textContent = (data.pivot
      ? 'Everything that is connected with ' + (data.pivot.start ? data.pivot.start.value : 'nothing') + '; in italics what is listed and not followed. '
      : 'Who is in the hits below, from where, and what they touched. ')
      + 'Click on one to keep its hits.' + (hidden ? ' ' + hidden + ' more are not drawn: filter to see them.' : '');
    const xs = [width * 0.30, width * 0.52, width * 0.70];
    const places = new Map();
    columns.forEach((column, c) => {
      svg.append(drawn('text', { class: 'soft', x: xs[c] + (c ? 10 : -10), y: 14, 'text-anchor': c ? 'start' : 'end' }, ['identities', 'addresses and keys', 'resources'][c]));
      column.slice(0, MOST_NODES).forEach((n, row) => places.set(n.id, [xs[c], top + row * line + line / 2, c]));
    });
    const lines = [];
    links.forEach(([from, to]) => {
      const a = places.get(from), b = places.get(to);
      if (!a || !b) return;
      const bend = a[2] === b[2] ? 60 : (b[0] - a[0]) / 2;
      const path = drawn('path', { class: 'link', d: 'M' + a[0] + ',' + a[1] + ' C' + (a[0] + bend) + ',' + a[1] + ' ' + (a[2] === b[2] ? b[0] + bend : b[0] - bend) + ',' + b[1] + ' ' + b[0] + ',' + b[1] });
      lines.push([from, to, path]);
      svg.append(path);
    });
    columns.forEach((column, c) => column.slice(0, MOST_NODES).forEach(n => {
      const [x, y] = places.get(n.id);
      const group = drawn('g', { class: 'node' + (n.start ? ' start' : '') + (n.end ? ' end' : ''), tabindex: 0, role: 'button' });
      group.append(drawn('circle', { cx: x, cy: y, r: 5, fill: ['var(--mark)', 'var(--high)', 'var(--informational)'][c] }));
      group.append(drawn('text', { x: x + (c ? 10 : -10), y: y + 4, 'text-anchor': c ? 'start' : 'end' }, short(named(n.value), c === 1 ? 24 : 44)));
      group.append(drawn('title', {}, n.value));
      const light = on => lines.forEach(([from, to, path]) => path.classList.toggle('on', on && (from === n.id || to === n.id)));
      const keep = () => { state.text = state.text === n.value ? '' : n.value; $('text').value = state.text; show(); };
      group.addEventListener('pointerenter', () => light(true));
      group.addEventListener('pointerleave', () => light(false));
      group.addEventListener('click', keep);
      group.addEventListener('keydown', event => { if (event.key === 'Enter') keep(); });
      svg.append(group);
    }));
  }

  function details(hit) {
    const fields = element('dl');
    Object.entries(hit).forEach(([name, value]) => {
      if (list(value).length) fields.append(element('dt', {}, name), element('dd', {}, list(value).join('\n')));
    });
    return element('tr', {}, element('td', { colspan: 8 }, fields));
  }

  function table(shown) {
    const body = $('hits');
    body.replaceChildren();
    shown.slice(0, MOST_ROWS).forEach(({ hit, index }) => {
      const row = element('tr', { class: 'hit', tabindex: 0, 'aria-expanded': state.open.has(index) },
        element('td', { class: 'tight' }, element('span', { class: 'dot ' + hit.severity }), hit.severity),
        element('td', {}, hit.title, element('div', { class: 'sub' }, list(hit.attack_technique).join(' ') + (hit.message ? ' · ' + short(hit.message, 160) : ''))),
        element('td', { class: 'tight' }, hit.account_name || hit.account_id || '', element('div', { class: 'sub' }, [hit.owner, hit.environment].filter(Boolean).join(', '))),
        element('td', {}, named(hit.principal || '').replace(' @' + hit.account_id, '')),
        element('td', {}, list(hit.resource).map(named).join('\n')),
        element('td', { class: 'tight' }, list(hit.address).slice(0, 3).join('\n') + (list(hit.address).length > 3 ? ' …' : '')),
        element('td', { class: 'tight' }, hit.first_seen ? hit.first_seen.replace('T', ' ').replace('Z', '') : ''),
        element('td', { class: 'number' }, hit.count));
      const toggle = () => { state.open.has(index) ? state.open.delete(index) : state.open.add(index); table(shown); };
      row.addEventListener('click', toggle);
      row.addEventListener('keydown', event => { if (event.key === 'Enter') toggle(); });
      body.append(row);
      if (state.open.has(index)) body.append(details(hit));
    });
    $('count').textContent = 'Hits: ' + shown.length + (shown.length < hits.length ? ' of ' + hits.length : '')
      + (shown.length > MOST_ROWS ? ', the first ' + MOST_ROWS + ' shown' : '');
    $('none').hidden = shown.length > 0;
  }

  function show() {
    const shown = hits.filter(entry => passes(entry));
    document.querySelectorAll('#severities button').forEach(button =>
      button.setAttribute('aria-pressed', String(!state.off.has(button.dataset.level))));
    document.querySelectorAll('.incident').forEach(card =>
      card.setAttribute('aria-pressed', String(state.incident === Number(card.dataset.incident))));
    timeline();
    graph(shown);
    table(shown);
  }

  $('summary').textContent = data.incidents.length + (data.incidents.length === 1 ? ' incident, ' : ' incidents, ') + hits.length + ' hits in ' + data.records.toLocaleString('en') + ' records of '
    + data.files.toLocaleString('en') + ' files.' + (data.problems ? ' ' + data.problems + ' files, records or searches are missing from it.' : '');
  incidents();
  filters();
  show();
  addEventListener('resize', show);
})();
