package dev.sightline.servicelog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.sightline.cloudtrail.CloudTrailReader;
import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.cloudtrail.RecordConsumer;
import dev.sightline.cloudtrail.UnreadableRecord;
import dev.sightline.lines.Line;
import dev.sightline.lines.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one log as its declaration says; memory is one window. Used once. */
public final class ServiceLogReader {
  private static final int MAXIMUM_LINE_BYTES = 1 << 20;
  private static final JsonFactory JSON = new JsonFactory();
  private static final CloudTrailReader OBJECTS =
      new CloudTrailReader(CloudTrailReader.MAXIMUM_RECORD_BYTES);

  private final ServiceLog log;
  private final @Nullable String account;
  private final ServiceLogConsumer consumer;
  private final ObjectFacts facts;
  private Columns columns = Columns.USUAL;
  private long ordinal;

  /**
   * @param account whose log it is, as its key tells; null where that tells nothing
   */
  public ServiceLogReader(ServiceLog log, @Nullable String account, ServiceLogConsumer consumer) {
    this.log = log;
    this.account = account;
    this.consumer = consumer;
    this.facts = new ObjectFacts(log.members());
  }

  /**
   * Reads a log to its end.
   *
   * @param head its first bytes as text
   * @throws dev.sightline.cloudtrail.MalformedLogException where its objects do not stand in lines
   *     and are damaged; those before that were handed out
   * @throws dev.sightline.cloudtrail.NotCloudTrailException where it has no list of such objects
   * @throws IOException where the stream or the consumer fails, unchanged
   */
  public void read(InputStream stream, String head) throws IOException, InterruptedException {
    switch (log.form()) {
      case LINES, COLUMNS -> lines(stream);
      case JSON -> {
        if (isInLines(head)) {
          lines(stream);
        } else {
          OBJECTS.readObjects(stream, new Objects());
        }
      }
      case ITEMS -> OBJECTS.readList(stream, "configurationItems", new Objects());
    }
  }

  /** One record that stands by itself. */
  public void readOne(byte[] buffer, int offset, int length)
      throws IOException, InterruptedException {
    line(new Line(buffer, offset, length, length, true));
  }

  /** Whether each object has a line: not where they stand one behind the other, or in a list. */
  private static boolean isInLines(String head) {
    String first = head.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
    return !first.startsWith("[") && !first.equals("{") && !first.contains("}{\"");
  }

  private void lines(InputStream stream) throws IOException, InterruptedException {
    LineReader lines = new LineReader(stream, MAXIMUM_LINE_BYTES);
    for (Line line = lines.next(); line != null; line = lines.next()) {
      if (line.isBlank()) {
        continue;
      }
      if (line.whole()) {
        line(line);
      } else {
        unreadable(line.bytes(), "is longer than any of " + log.family().words());
      }
    }
  }

  private void line(Line line) throws IOException, InterruptedException {
    byte[] buffer = line.buffer();
    int offset = line.offset();
    int length = line.length();
    switch (log.form()) {
      case JSON, ITEMS -> objects(buffer, offset, length);
      case COLUMNS -> {
        boolean mayBeHeader = buffer[offset] == '#' || Character.isLetter(buffer[offset]);
        String text = mayBeHeader ? line.text() : "";
        if (Columns.isHeader(text)) {
          columns = columns.and(text);
        } else {
          accept(
              buffer,
              offset,
              length,
              columns.timeMillis(buffer, offset, length),
              null,
              columns.usual() ? List.of() : columns.names());
        }
      }
      case LINES ->
          accept(
              buffer,
              offset,
              length,
              RecordTime.ofLine(buffer, offset, length),
              account == null && !log.members().accounts().isEmpty()
                  ? Account.inLine(line.text())
                  : null,
              List.of());
    }
  }

  /** A line with an object, or with several: those before a damage are carried. */
  private void objects(byte[] buffer, int offset, int length)
      throws IOException, InterruptedException {
    int done = 0;
    try (JsonParser parser = JSON.createParser(buffer, offset, length)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          break;
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        facts.read(parser);
        done = (int) parser.currentLocation().getByteOffset();
        accept(buffer, offset + from, done - from, facts.timeMillis(), facts.account(), List.of());
      }
    } catch (JsonProcessingException e) {
      // Told below, like whatever else is left of the line.
    }
    if (!isBlank(buffer, offset + done, offset + length)) {
      unreadable(length - done, "is not a JSON object");
    }
  }

  private static boolean isBlank(byte[] buffer, int from, int to) {
    int at = from;
    while (at < to && buffer[at] <= ' ' && buffer[at] >= 0) {
      at++;
    }
    return at == to;
  }

  private void accept(
      byte[] buffer,
      int offset,
      int length,
      long timeMillis,
      @Nullable String told,
      List<String> names)
      throws IOException, InterruptedException {
    consumer.accept(
        new ServiceRecord(
            log,
            buffer,
            offset,
            length,
            ordinal++,
            timeMillis,
            told == null ? account : told,
            names));
  }

  private void unreadable(long bytes, String what) throws IOException, InterruptedException {
    long place = ordinal++;
    consumer.unreadable(place, "Record " + place + " of " + bytes + " bytes " + what + ".");
  }

  /** What the cutter finds, looked through once more for what it does not look for. */
  private final class Objects implements RecordConsumer {
    @Override
    public void accept(CloudTrailRecord record) throws IOException, InterruptedException {
      objects(record.buffer(), record.offset(), record.length());
    }

    @Override
    public void unreadable(UnreadableRecord record) throws IOException, InterruptedException {
      consumer.unreadable(ordinal++, record.message());
    }
  }
}
