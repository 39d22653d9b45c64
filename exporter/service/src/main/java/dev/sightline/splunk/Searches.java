package dev.sightline.splunk;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs searches as jobs: begun, looked at until they are done, read page by page, and removed in
 * any case. So many at once and so long each as the limits say. Safe for any number of threads.
 */
public final class Searches {
  /** Since Splunk 9; where it is not there, the older path is. */
  private static final String JOBS = "/services/search/v2/jobs";

  private static final String OLDER_JOBS = "/services/search/jobs";

  /** A warning that only says how the search was run spoils no answer. */
  private static final Pattern INCOMPLETE =
      Pattern.compile(
          "incomplete|partial|peer|timed out|time limit|skipped|unable|failed|truncated|limit of",
          Pattern.CASE_INSENSITIVE);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final int PAGE = 10_000;

  private final ManagementPort port;
  private final Limits limits;
  private final Semaphore room;
  private final LongAdder begun = new LongAdder();
  private volatile String jobs = JOBS;

  /**
   * What a search may take.
   *
   * @param time from its beginning to its last row, its way through the queue included
   * @param atOnce searches that run at the same time, at most; the others wait
   * @param firstPause before the first look at a job, and before the first retry; doubles
   */
  public record Limits(Duration time, int atOnce, Duration firstPause) {
    /** Two minutes, two at once. */
    public static final Limits STANDARD =
        new Limits(Duration.ofMinutes(2), 2, Duration.ofMillis(50));
  }

  public Searches(ManagementPort port, Limits limits) {
    this.port = port;
    this.limits = limits;
    this.room = new Semaphore(limits.atOnce());
  }

  /** How many searches Splunk was given so far. */
  public long begun() {
    return begun.sum();
  }

  /** The management port that is searched on, for messages. */
  public String place() {
    return port.place();
  }

  /**
   * Runs one search.
   *
   * @param earliest the first time of the events that it is about
   * @param latest the time behind the last
   * @return every row, each an object whose values are texts
   * @throws SearchException where not every row can be had within the limits
   */
  public List<JsonNode> rows(String search, Instant earliest, Instant latest)
      throws SearchException, InterruptedException {
    long end = System.nanoTime() + limits.time().toNanos();
    if (!room.tryAcquire(limits.time().toNanos(), TimeUnit.NANOSECONDS)) {
      throw new SearchException(
          "The searches before it took longer than " + seconds(limits.time()) + " s.");
    }
    try {
      String sid = begin(search, earliest, latest, end);
      try {
        return read(sid, awaitEnd(sid, end), end);
      } finally {
        remove(sid);
      }
    } catch (SearchException e) {
      throw e;
    } catch (IOException e) {
      throw new SearchException(
          "Splunk's management port at "
              + port.place()
              + " does not answer ("
              + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
              + "): check SIGHTLINE_SPLUNK_URL, and whether the port is open.",
          e);
    } finally {
      room.release();
    }
  }

  /**
   * How long the index keeps its events; empty where Splunk does not say, as a search head does
   * that has not the index itself.
   */
  public Optional<Duration> retention(String index) throws InterruptedException {
    try {
      ManagementPort.Answer answer =
          port.get(
              "/services/data/indexes/" + ManagementPort.encoded(index) + "?output_mode=json",
              limits.time());
      JsonNode content = answer.body().path("entry").path(0).path("content");
      long seconds = content.path("frozenTimePeriodInSecs").asLong(0);
      return answer.isGood() && seconds > 0
          ? Optional.of(Duration.ofSeconds(seconds))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String begin(String search, Instant earliest, Instant latest, long end)
      throws IOException, InterruptedException {
    Map<String, String> form = new HashMap<>();
    form.put("search", search);
    form.put("earliest_time", Long.toString(earliest.getEpochSecond()));
    form.put("latest_time", Long.toString(latest.getEpochSecond() + 1));
    form.put("exec_mode", "normal");
    form.put("output_mode", "json");
    form.put("adhoc_search_level", "fast");
    form.put("allow_partial_results", "0");
    // What we leave behind by our own end, ends by itself.
    form.put("auto_cancel", "60");
    form.put("timeout", "120");
    String trouble = "it did not answer in time";
    for (int attempt = 0; left(end).isPositive(); attempt++) {
      form.put("max_time", Long.toString(Math.max(1, left(end).toSeconds())));
      try {
        ManagementPort.Answer answer = port.post(jobs, form, left(end));
        switch (answer.status()) {
          case 200, 201 -> {
            String sid = answer.body().path("sid").asText("");
            if (!sid.matches("[\\w.@-]+")) {
              throw new SearchException(port.place() + " began a search without saying its id.");
            }
            begun.increment();
            return sid;
          }
          case 404 -> {
            if (jobs.equals(OLDER_JOBS)) {
              throw refused(answer);
            }
            jobs = OLDER_JOBS;
            continue;
          }
          case 429, 500, 502, 503, 504 ->
              trouble = "it answers " + answer.status() + said(answer.body()).orElse("");
          default -> throw refused(answer);
        }
      } catch (SearchException e) {
        throw e;
      } catch (IOException e) {
        trouble = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      }
      pause(attempt, end);
    }
    throw new SearchException(
        "Splunk's management port at "
            + port.place()
            + " began no search within "
            + seconds(limits.time())
            + " s ("
            + trouble
            + "): look at what else is searched there, and try again.");
  }

  private SearchException refused(ManagementPort.Answer answer) {
    String what =
        switch (answer.status()) {
          case 401 -> "refuses the token or the password (401): check SIGHTLINE_SPLUNK_TOKEN.";
          case 403 -> "does not let this user search (403): give its role the capability 'search'.";
          default ->
              "refuses the search (" + answer.status() + said(answer.body()).orElse("") + ").";
        };
    return new SearchException(port.place() + " " + what);
  }

  /** Returns the number of rows. */
  private long awaitEnd(String sid, long end) throws IOException, InterruptedException {
    for (int look = 0; left(end).isPositive(); look++) {
      ManagementPort.Answer answer = port.get(jobs + "/" + sid + "?output_mode=json", left(end));
      JsonNode job = answer.body().path("entry").path(0).path("content");
      if (answer.status() == 404) {
        throw new SearchException("Splunk ended the search before it was done: try again.");
      }
      if (answer.isGood()) {
        refusePartial(job);
        if (job.path("isDone").asBoolean(false)) {
          return job.path("resultCount").asLong(0);
        }
      }
      pause(look, end);
    }
    throw new SearchException(
        "The search was not done within "
            + seconds(limits.time())
            + " s: ask for less at once, or when "
            + port.place()
            + " has less to do.");
  }

  private static void refusePartial(JsonNode job) throws SearchException {
    if (job.path("isFailed").asBoolean(false)
        || job.path("dispatchState").asText().equals("FAILED")) {
      throw new SearchException("The search failed" + said(job).orElse("") + ".");
    }
    if (job.path("isFinalized").asBoolean(false)) {
      throw new SearchException(
          "Splunk ended the search early" + said(job).orElse("") + ": it is not the whole answer.");
    }
    Optional<String> warning =
        messages(job).stream().filter(message -> message.isBad()).map(Message::text).findFirst();
    if (warning.isPresent()) {
      throw new SearchException("The search's answer is not whole: " + warning.get());
    }
  }

  private List<JsonNode> read(String sid, long count, long end)
      throws IOException, InterruptedException {
    List<JsonNode> rows = new ArrayList<>();
    while (rows.size() < count) {
      ManagementPort.Answer answer =
          port.get(
              jobs
                  + "/"
                  + sid
                  + "/results?output_mode=json&count="
                  + PAGE
                  + "&offset="
                  + rows.size(),
              left(end));
      JsonNode page = answer.body().path("results");
      if (!answer.isGood() || page.isEmpty()) {
        throw new SearchException(
            "Splunk handed out "
                + rows.size()
                + " of "
                + count
                + " rows ("
                + answer.status()
                + "): try again.");
      }
      refusePartial(answer.body());
      page.forEach(rows::add);
    }
    return rows;
  }

  private void remove(String sid) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      ManagementPort.Answer gone = port.delete(jobs + "/" + sid, Duration.ofSeconds(5));
      if (!gone.isGood() && gone.status() != 404) {
        return; // It ends by itself: see auto_cancel.
      }
    } catch (IOException e) {
      return; // As above.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void pause(int before, long end) throws InterruptedException {
    long most =
        Math.min(LONGEST_PAUSE.toNanos(), limits.firstPause().toNanos() << Math.min(20, before));
    Thread.sleep(Duration.ofNanos(Math.max(0, Math.min(most, end - System.nanoTime()))));
  }

  private static Duration left(long end) {
    return Duration.ofNanos(end - System.nanoTime());
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.0f", Math.ceil(time.toMillis() / 1_000.0));
  }

  private record Message(String type, String text) {
    boolean isBad() {
      return switch (type.toUpperCase(Locale.ROOT)) {
        case "ERROR", "FATAL" -> true;
        case "WARN" -> INCOMPLETE.matcher(text).find();
        default -> false;
      };
    }
  }

  /** What Splunk adds: a list of type and text, in older answers an object by type. */
  private static List<Message> messages(JsonNode told) {
    JsonNode messages = told.path("messages");
    if (messages.isArray()) {
      return StreamSupport.stream(messages.spliterator(), false)
          .map(message -> new Message(message.path("type").asText(), message.path("text").asText()))
          .toList();
    }
    List<Message> found = new ArrayList<>();
    messages
        .properties()
        .forEach(entry ->
            entry
                .getValue()
                .forEach(text -> found.add(new Message(entry.getKey(), text.asText()))));
    return found;
  }

  private static Optional<String> said(@Nullable JsonNode told) {
    return told == null
        ? Optional.empty()
        : messages(told).stream().map(message -> ": " + message.text()).findFirst();
  }
}
