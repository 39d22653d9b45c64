package dev.sightline.completeness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was verified already, a line for each day of each chain, so that an interrupted run goes on
 * where it was. Safe for any number of threads.
 */
public final class Journal implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable Path file;
  private final Instant until;
  private final Map<String, DayResult> done;
  private final BufferedWriter out;

  private record Head(int sightline_verify, String what, long until) {}

  private Journal(
      @Nullable Path file, Instant until, Map<String, DayResult> done, BufferedWriter out) {
    this.file = file;
    this.until = until;
    this.done = done;
    this.out = out;
  }

  /**
   * Opens a journal, or begins one.
   *
   * @param what is verified, in words
   * @param until the end of its time; an earlier run's is kept, where its end was its own "now"
   * @throws IOException where the file is another thing's, or cannot be written, in one sentence
   */
  public static Journal open(Path file, String what, Instant until) throws IOException {
    Map<String, DayResult> done = new HashMap<>();
    Instant end = until;
    try {
      if (Files.exists(file)) {
        end = read(file, what, done).orElse(until);
      }
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      // Written anew: what a crash left of a line ends with it.
      BufferedWriter out =
          Files.newBufferedWriter(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      Journal journal = new Journal(file, end, done, out);
      journal.line(JSON.writeValueAsString(new Head(1, what, end.getEpochSecond())));
      for (DayResult day : done.values()) {
        journal.line(JSON.writeValueAsString(day));
      }
      return journal;
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is no checkpoint of a verification: name another file.", e);
    }
  }

  /**
   * One that remembers nothing.
   *
   * @param until the end of the time that is verified
   */
  public static Journal unkept(Instant until) {
    return new Journal(null, until, Map.of(), new BufferedWriter(Writer.nullWriter()));
  }

  private static Optional<Instant> read(Path file, String what, Map<String, DayResult> done)
      throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String first = in.readLine();
      if (first == null) {
        return Optional.empty();
      }
      JsonNode head = JSON.readTree(first);
      if (head.path("sightline_verify").asInt() != 1) {
        throw new IOException(file + " is no checkpoint of a verification: name another file.");
      }
      if (!head.path("what").asText().equals(what)) {
        throw new IOException(
            file
                + " belongs to another verification ("
                + head.path("what").asText()
                + "): name another file, or remove it.");
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        try {
          DayResult day = JSON.readValue(line, DayResult.class);
          done.put(day.unit(), day);
        } catch (JsonProcessingException e) {
          break; // The line that a crash cut.
        }
      }
      return Optional.of(Instant.ofEpochSecond(head.path("until").asLong()));
    }
  }

  /** The end of the time that is verified. */
  public Instant until() {
    return until;
  }

  /** How much was verified by an earlier run. */
  public int resumed() {
    return done.size();
  }

  Optional<DayResult> done(String unit) {
    return Optional.ofNullable(done.get(unit));
  }

  synchronized void add(DayResult day) throws IOException {
    line(JSON.writeValueAsString(day));
  }

  private void line(String text) throws IOException {
    out.write(text);
    out.newLine();
    out.flush();
  }

  /** All of it is verified: the next run begins anew. */
  public synchronized void complete() throws IOException {
    out.close();
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
