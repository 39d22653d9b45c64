package dev.sightline.stand;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Search jobs over what a receiver has indexed, as Splunk's REST API serves them: created, looked
 * at, read page by page, removed. Of SPL it knows the few searches that are asked here, word for
 * word, and refuses any other. A {@link KvServer} serves it.
 */
public final class SearchHead {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern JOBS =
      Pattern.compile("/services/search/(?:v2/)?jobs(?:/([^/]+)(/results)?)?/?");
  private static final Pattern INDEXES = Pattern.compile("/services/data/indexes/([^/]+)/?");
  private static final Pattern TSTATS =
      Pattern.compile(
          "\\| tstats count where (?:index=\\*|index=\"([^\"]+)\") \\(([^()]*)\\) by"
              + " sightline_id( \\| .*)?");
  private static final Pattern TERM = Pattern.compile("sightline_id=\"([^\"*]+)(\\*)?\"");
  private static final String BY_OBJECT =
      " | eval object=substr(sightline_id, 1, 16), ordinal=tonumber(substr(sightline_id, 18))"
          + " | stats count as ids, sum(count) as events, min(ordinal) as first, max(ordinal) as"
          + " last by object";
  private static final int MOST_ROWS = 50_000;

  private final HecReceiver receiver;
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final List<String> searches = new CopyOnWriteArrayList<>();
  private final ArrayDeque<SearchFault> next = new ArrayDeque<>();
  private @Nullable SearchFault always;
  private volatile Duration lag = Duration.ZERO;
  private volatile Duration retention = Duration.ofDays(2_184);

  private record Job(List<ObjectNode> rows, @Nullable SearchFault fault, long begunNanos) {

    boolean isDone() {
      return switch (fault) {
        case SearchFault.NeverEnds _ -> false;
        case SearchFault.Delays(Duration time) -> System.nanoTime() - begunNanos >= time.toNanos();
        case null, default -> true;
      };
    }
  }

  /** A search head over everything that the receiver takes. */
  public SearchHead(HecReceiver receiver) {
    this.receiver = receiver;
  }

  /** Each fault meets one of the next searches, in this order. */
  public synchronized void next(SearchFault... faults) {
    next.addAll(List.of(faults));
  }

  /** The fault meets every search that no other fault meets, until healed. */
  public synchronized void always(SearchFault fault) {
    always = fault;
  }

  /** Ends every fault. */
  public synchronized void heal() {
    next.clear();
    always = null;
    lag = Duration.ZERO;
  }

  /** What arrived less than so long ago is not found yet. */
  public void lag(Duration behind) {
    lag = behind;
  }

  /** How long every index keeps its events, as it says; nothing is removed. */
  public void retention(Duration kept) {
    retention = kept;
  }

  /** Every search that was begun. */
  public List<String> searches() {
    return List.copyOf(searches);
  }

  /** How many jobs are there that nobody has removed. */
  public int jobs() {
    return jobs.size();
  }

  static boolean serves(String path) {
    return JOBS.matcher(path).matches() || INDEXES.matcher(path).matches();
  }

  KvServer.Answer serve(
      String method, String path, Map<String, String> query, Map<String, String> form) {
    Matcher index = INDEXES.matcher(path);
    if (index.matches()) {
      ObjectNode answer = JSON.createObjectNode();
      answer
          .putArray("entry")
          .addObject()
          .put("name", index.group(1))
          .putObject("content")
          .put("disabled", false)
          .put("frozenTimePeriodInSecs", retention.toSeconds());
      return new KvServer.Answer(200, answer.toString());
    }
    Matcher matcher = JOBS.matcher(path);
    if (!matcher.matches()) {
      return message(404, "Not found");
    }
    String sid = matcher.group(1);
    if (sid == null) {
      return method.equals("POST") ? begin(form) : message(405, "Method not allowed");
    }
    Job job = jobs.get(sid);
    if (job == null) {
      return message(404, "Unknown sid.");
    }
    if (method.equals("DELETE")) {
      jobs.remove(sid);
      return message(200, "Search job cancelled.");
    }
    return matcher.group(2) == null ? status(job) : results(job, query);
  }

  private synchronized @Nullable SearchFault fault() {
    SearchFault first = next.poll();
    return first == null ? always : first;
  }

  private KvServer.Answer begin(Map<String, String> form) {
    SearchFault fault = fault();
    if (fault instanceof SearchFault.Refuses(int status)) {
      return message(
          status, "The maximum number of concurrent historical searches has been reached.");
    }
    String search = form.getOrDefault("search", "");
    searches.add(search);
    List<ObjectNode> rows;
    try {
      rows =
          rows(
              search,
              Instant.ofEpochSecond(Long.parseLong(form.getOrDefault("earliest_time", "0"))),
              Instant.ofEpochSecond(
                  Long.parseLong(form.getOrDefault("latest_time", "4000000000"))));
    } catch (IllegalArgumentException e) {
      return message(400, String.valueOf(e.getMessage()));
    }
    List<ObjectNode> kept =
        switch (fault) {
          case SearchFault.Partial partial ->
              rows.subList(0, Math.min(partial.rows(), rows.size()));
          case SearchFault.Finalizes finalized ->
              rows.subList(0, Math.min(finalized.rows(), rows.size()));
          case null, default -> rows;
        };
    String sid = "1700000000." + numbers.incrementAndGet();
    jobs.put(sid, new Job(kept, fault, System.nanoTime()));
    return new KvServer.Answer(201, JSON.createObjectNode().put("sid", sid).toString());
  }

  private static KvServer.Answer status(Job job) {
    boolean failed = job.fault() instanceof SearchFault.Fails;
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode content = answer.putArray("entry").addObject().putObject("content");
    content
        .put("dispatchState", failed ? "FAILED" : job.isDone() ? "DONE" : "RUNNING")
        .put("isDone", job.isDone())
        .put("isFailed", failed)
        .put("isFinalized", job.fault() instanceof SearchFault.Finalizes)
        .put("resultCount", job.isDone() ? job.rows().size() : 0);
    messages(content, job);
    return new KvServer.Answer(200, answer.toString());
  }

  private static void messages(ObjectNode answer, Job job) {
    ArrayNode messages = answer.putArray("messages");
    switch (job.fault()) {
      case SearchFault.Partial(_, String type, String text) ->
          messages.addObject().put("type", type).put("text", text);
      case SearchFault.Fails(String text) ->
          messages.addObject().put("type", "FATAL").put("text", text);
      case null, default -> {}
    }
  }

  private static KvServer.Answer results(Job job, Map<String, String> query) {
    if (!job.isDone()) {
      return new KvServer.Answer(204, "");
    }
    int from = Math.min(number(query, "offset", 0), job.rows().size());
    int count = Math.min(number(query, "count", 100), MOST_ROWS);
    int end = Math.min(from + (count == 0 ? MOST_ROWS : count), job.rows().size());
    if (job.fault() instanceof SearchFault.LosesRows(int rows)) {
      end = Math.max(from, Math.min(end, rows));
    }
    ObjectNode answer = JSON.createObjectNode().put("preview", false).put("init_offset", from);
    messages(answer, job);
    answer.putArray("results").addAll(job.rows().subList(from, end));
    return new KvServer.Answer(200, answer.toString());
  }

  private static int number(Map<String, String> query, String name, int otherwise) {
    return Integer.parseInt(query.getOrDefault(name, Integer.toString(otherwise)));
  }

  private List<ObjectNode> rows(String search, Instant earliest, Instant latest) {
    Matcher tstats = TSTATS.matcher(search);
    if (!tstats.matches()) {
      throw new IllegalArgumentException("Error in 'SearchParser': this search is not served");
    }
    String index = tstats.group(1);
    TermSet terms = TermSet.of(tstats.group(2));
    Map<String, Integer> counts = new TreeMap<>();
    for (ReceivedEvent event : receiver.events(lag)) {
      String id = event.id();
      if (id != null
          && terms.match(id)
          && (index == null || event.index() == null || index.equals(event.index()))
          && isWithin(event.time(), earliest, latest)) {
        counts.merge(id, 1, Integer::sum);
      }
    }
    String rest = tstats.group(3);
    if (rest == null) {
      List<ObjectNode> rows = new ArrayList<>();
      counts.forEach((id, count) ->
          rows.add(JSON.createObjectNode().put("sightline_id", id).put("count", count.toString())));
      return rows;
    }
    if (!rest.equals(BY_OBJECT)) {
      throw new IllegalArgumentException("Error in 'SearchParser': this search is not served");
    }
    return byObject(counts);
  }

  private static boolean isWithin(@Nullable Instant time, Instant earliest, Instant latest) {
    return time == null || (!time.isBefore(earliest) && time.isBefore(latest));
  }

  /** What is looked for: whole ids, and beginnings of ids. */
  private record TermSet(List<String> whole, List<String> beginnings) {
    static TermSet of(String text) {
      TermSet terms = new TermSet(new ArrayList<>(), new ArrayList<>());
      for (String part : text.split(" OR ", -1)) {
        Matcher term = TERM.matcher(part);
        if (!term.matches()) {
          throw new IllegalArgumentException(
              "Error in 'TsidxStats': WHERE clause is not an exact query");
        }
        (term.group(2) == null ? terms.whole() : terms.beginnings()).add(term.group(1));
      }
      return terms;
    }

    boolean match(String id) {
      return whole.contains(id) || beginnings.stream().anyMatch(id::startsWith);
    }
  }

  private static List<ObjectNode> byObject(Map<String, Integer> counts) {
    Map<String, List<Map.Entry<String, Integer>>> objects = new TreeMap<>();
    counts
        .entrySet()
        .forEach(entry ->
            objects
                .computeIfAbsent(
                    entry.getKey().substring(0, Math.min(16, entry.getKey().length())),
                    _ -> new ArrayList<>())
                .add(entry));
    List<ObjectNode> rows = new ArrayList<>();
    objects.forEach((object, entries) -> {
      long events = entries.stream().mapToLong(Map.Entry::getValue).sum();
      long[] ordinals =
          entries.stream()
              .mapToLong(entry -> Long.parseLong(entry.getKey().substring(17)))
              .toArray();
      rows.add(
          JSON.createObjectNode()
              .put("object", object)
              .put("ids", Integer.toString(entries.size()))
              .put("events", Long.toString(events))
              .put("first", Long.toString(min(ordinals)))
              .put("last", Long.toString(max(ordinals))));
    });
    return rows;
  }

  private static long min(long[] ordinals) {
    long least = Long.MAX_VALUE;
    for (long ordinal : ordinals) {
      least = Math.min(least, ordinal);
    }
    return least;
  }

  private static long max(long[] ordinals) {
    long most = -1;
    for (long ordinal : ordinals) {
      most = Math.max(most, ordinal);
    }
    return most;
  }

  private static KvServer.Answer message(int status, String text) {
    ObjectNode answer = JSON.createObjectNode();
    answer
        .putArray("messages")
        .addObject()
        .put("type", status < 300 ? "INFO" : "FATAL")
        .put("text", text);
    return new KvServer.Answer(status, answer.toString());
  }
}
