package dev.sightline.content;

import dev.sightline.cloudtrail.CloudTrailReader;
import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.cloudtrail.CloudTrailRecord.Shape;
import dev.sightline.cloudtrail.MalformedLogException;
import dev.sightline.cloudtrail.NotCloudTrailException;
import dev.sightline.cloudtrail.RecordConsumer;
import dev.sightline.cloudtrail.UnreadableRecord;
import dev.sightline.container.HeadedStream;
import dev.sightline.container.PackedException;
import dev.sightline.container.Unpacking;
import dev.sightline.family.Family;
import dev.sightline.flowlog.FlowLogConsumer;
import dev.sightline.flowlog.FlowLogFormat;
import dev.sightline.flowlog.FlowLogLine;
import dev.sightline.flowlog.FlowLogReader;
import dev.sightline.flowlog.FlowLogTable;
import dev.sightline.flowlog.NotFlowLogException;
import dev.sightline.guardduty.Finding;
import dev.sightline.guardduty.FindingConsumer;
import dev.sightline.guardduty.FindingReader;
import dev.sightline.resolver.QueryConsumer;
import dev.sightline.resolver.QueryLogReader;
import dev.sightline.resolver.ResolverQuery;
import dev.sightline.servicelog.Account;
import dev.sightline.servicelog.ServiceLog;
import dev.sightline.servicelog.ServiceLogConsumer;
import dev.sightline.servicelog.ServiceLogReader;
import dev.sightline.servicelog.ServiceRecord;
import dev.sightline.wrapping.JsonDocuments;
import dev.sightline.wrapping.Table;
import dev.sightline.wrapping.TimedLines;
import dev.sightline.wrapping.WrappingException;
import dev.sightline.wrapping.Wraps;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.input.ReaderInputStream;

/**
 * Reads one object or file, however it is packed and whatever wraps its records, and hands on each
 * as what it is. What recognises a content is the content; a key or a name helps only where that
 * does not tell. Used once.
 */
public final class Recogniser {
  private static final CloudTrailReader CLOUDTRAIL =
      new CloudTrailReader(CloudTrailReader.MAXIMUM_RECORD_BYTES);
  private static final FlowLogReader FLOW_LOGS = new FlowLogReader();
  private static final QueryLogReader QUERY_LOGS = new QueryLogReader();

  private final Recipient to;
  private static final int MOST_SHOWN = 200;

  private final Forms forms;
  private long maximumBytes;
  private long ordinal;
  private int contents;
  private int digests;
  private Optional<Contents.Other> other = Optional.empty();

  /** Which forms are looked for. */
  public enum Forms {
    /** Those in which AWS's services store and deliver to S3; anything else is an error. */
    STORED,
    /** Whatever people keep records in; JSON of their own is handed on object by object. */
    ANY,
    /** The same, and what Splunk exported as JSON stays as Splunk wrote it. */
    LINES
  }

  public Recogniser(Recipient to, Forms forms) {
    this.to = to;
    this.forms = forms;
  }

  /**
   * Reads the content to its end.
   *
   * @param name a key or a file's name
   * @param maximumBytes that may come out of it where it is packed
   * @throws UnreadableContentException where it is nothing that is known, or is damaged
   * @throws IOException where the stream or the recipient fails, unchanged
   */
  public Contents read(InputStream stream, String name, long maximumBytes)
      throws IOException, InterruptedException {
    this.maximumBytes = maximumBytes;
    Unpacking unpacking =
        new Unpacking(
            maximumBytes,
            new Unpacking.Visitor() {
              @Override
              public void content(String inner, String packed, HeadedStream content)
                  throws IOException, InterruptedException {
                one(inner, packed, content, !inner.equals(name));
              }

              @Override
              public void damaged(String inner, PackedException e)
                  throws IOException, InterruptedException {
                to.damaged(inner, e.getMessage(), ordinal++);
              }
            });
    try {
      unpacking.visit(name, stream);
    } catch (PackedException e) {
      throw new UnreadableContentException(e);
    }
    if (ordinal == 0 && contents == 1 && other.isPresent()) {
      return other.get();
    }
    return ordinal == 0 && digests > 0 ? new Contents.Digest() : new Contents.Records(ordinal);
  }

  /** One content; of several, one that cannot be read does not keep the others from being read. */
  private void one(String name, String packed, HeadedStream content, boolean ofSeveral)
      throws IOException, InterruptedException {
    contents++;
    try {
      HeadedStream text = text(content);
      String head = new String(text.head(), StandardCharsets.UTF_8);
      Kind kind = Kind.of(name, head);
      to.begins(name, packed, kind);
      read(name, kind, head, text);
    } catch (NotCloudTrailException
        | MalformedLogException
        | NotFlowLogException
        | WrappingException
        | PackedException
        | UnreadableContentException e) {
      if (!ofSeveral) {
        throw e instanceof UnreadableContentException unreadable
            ? unreadable
            : new UnreadableContentException(e);
      }
      to.damaged(name, String.valueOf(e.getMessage()), ordinal++);
    }
  }

  /** The content as UTF-8 without a byte order mark. */
  private static HeadedStream text(HeadedStream content) throws IOException {
    byte[] head = content.head();
    int first = head.length > 0 ? head[0] & 0xFF : 0;
    int second = head.length > 1 ? head[1] & 0xFF : 0;
    if (first == 0xEF && second == 0xBB && head.length > 2 && (head[2] & 0xFF) == 0xBF) {
      content.pass(3);
      return new HeadedStream(content);
    }
    // PowerShell redirects what a command prints as UTF-16.
    if ((first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF)) {
      return new HeadedStream(
          ReaderInputStream.builder()
              .setReader(new InputStreamReader(content, StandardCharsets.UTF_16))
              .setCharset(StandardCharsets.UTF_8)
              .get());
    }
    return content;
  }

  private void read(String name, Kind kind, String head, HeadedStream stream)
      throws IOException, InterruptedException {
    switch (kind) {
      case CLOUDTRAIL -> cloudTrail(name, head, stream);
      case RECORDS -> objects(stream, false);
      case JSON -> {
        if (forms != Forms.STORED || mayWrap(head)) {
          objects(stream, false);
        } else {
          cloudTrail(name, head, stream);
        }
      }
      case FINDINGS -> new FindingReader(stream, new Findings()).read();
      case FLOW_LOG -> FLOW_LOGS.read(stream, new Flows(name));
      case RESOLVER_QUERIES -> QUERY_LOGS.read(stream, new Queries());
      case WRAPPED -> new JsonDocuments(stream, new Unwrapped(this, to, forms)).read();
      case TABLE ->
          Table.of(head.lines().findFirst().orElse(""), stream, new Unwrapped(this, to, forms))
              .read();
      case TIMED_LINES -> new TimedLines(stream, new Unwrapped(this, to, forms)).read();
      case PARQUET -> parquet(name, stream);
      case SERVICE_LOG -> {
        text(name, head);
        service(name, ServiceLog.of(name, head).orElseThrow(), stream, head);
      }
      case LEFTOVER -> {
        Leftover left =
            Leftover.ofContent(head).orElseGet(() -> Leftover.of(name, head).orElseThrow());
        if (left == Leftover.EMPTY) {
          blank(stream);
        }
        other = Optional.of(new Contents.Other(left.id(), left.words()));
        to.other(name, left.id(), left.words());
      }
    }
  }

  /** Whether JSON that begins so may have records in its members, as shippers keep them. */
  private static boolean mayWrap(String head) {
    return head.contains("\\\"eventVersion\\\"") || head.contains("\"eventVersion\"");
  }

  /** What begins with white space may go on with something else, or break off. */
  private static void blank(HeadedStream stream) throws IOException {
    byte[] buffer = new byte[8 << 10];
    for (int read = stream.read(buffer, 0, buffer.length);
        read >= 0;
        read = stream.read(buffer, 0, buffer.length)) {
      if (!new String(buffer, 0, read, StandardCharsets.ISO_8859_1).isBlank()) {
        throw new UnreadableContentException(
            "The file begins with more than "
                + stream.head().length
                + " bytes of white space: it is not a CloudTrail log.");
      }
    }
  }

  private void parquet(String name, HeadedStream stream) throws IOException, InterruptedException {
    try (FlowLogTable table = FlowLogTable.of(stream, maximumBytes)) {
      if (table.isFlowLog()) {
        table.read(new Flows(name));
        return;
      }
      Family family = ofColumns(name, table.columns());
      if (wants(name, family)) {
        throw new UnreadableContentException(
            "The file has "
                + family.words()
                + " in Parquet, of which only flow logs are read: let AWS write them as JSON or"
                + " text.");
      }
    }
  }

  private static Family ofColumns(String name, List<String> columns)
      throws UnreadableContentException {
    if (columns.contains("class_uid")
        && (columns.contains("metadata") || columns.contains("category_uid"))) {
      return Family.SECURITY_LAKE;
    }
    return ServiceLog.ofColumns(columns)
        .or(() -> ServiceLog.ofKey(name))
        .map(ServiceLog::family)
        .orElseThrow(() ->
            new UnreadableContentException(
                "The file is Parquet, and with the columns "
                    + shown(columns)
                    + " neither a flow log nor Security Lake's."));
  }

  private static String shown(List<String> columns) {
    String all = String.join(", ", columns).replaceAll("[^ -~]", "?");
    return all.length() <= MOST_SHOWN ? all : all.substring(0, MOST_SHOWN) + "…";
  }

  /** Whether a family is handed on; where it is not, this content is told as such. */
  boolean wants(String name, Family family) throws UnreadableContentException {
    boolean wanted = to.wants(name, family);
    if (!wanted) {
      other = Optional.of(new Contents.Other(family.id(), family.words()));
    }
    return wanted;
  }

  private void service(String name, ServiceLog log, InputStream stream, String head)
      throws IOException, InterruptedException {
    if (wants(name, log.family())) {
      new ServiceLogReader(log, Account.ofKey(name), new Services(-1)).read(stream, head);
    }
  }

  private static void text(String name, String head) throws UnreadableContentException {
    if (head.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r')) {
      throw new UnreadableContentException(
          name
              + " is neither gzip nor text: it is another compression or not a log; keep such"
              + " objects out of the notification's prefix.");
    }
  }

  private void cloudTrail(String name, String head, HeadedStream stream)
      throws IOException, InterruptedException {
    text(name, head);
    if (forms != Forms.STORED) {
      objects(stream, head.contains("\"Records\""));
      return;
    }
    Records records = new Records(false, true);
    switch (CLOUDTRAIL.read(stream, records)) {
      case dev.sightline.cloudtrail.Contents.Log _ -> {}
      case dev.sightline.cloudtrail.Contents.Digest _ -> digests++;
    }
  }

  private void objects(InputStream stream, boolean log) throws IOException, InterruptedException {
    switch (CLOUDTRAIL.readObjects(stream, new Records(true, log))) {
      case dev.sightline.cloudtrail.Contents.Log _ -> {}
      case dev.sightline.cloudtrail.Contents.Digest _ -> digests++;
    }
  }

  /** The place of what comes next. */
  long next() {
    return ordinal++;
  }

  /** Records of CloudTrail's own reader. */
  private final class Records implements RecordConsumer {
    private final boolean judging;
    private final Wraps wraps = new Wraps(new Unwrapped(Recogniser.this, to, forms));

    private final boolean log;

    /**
     * @param judging whether what is no record by its members is looked into
     * @param log whether it stands in a log as CloudTrail stores it
     */
    Records(boolean judging, boolean log) {
      this.judging = judging;
      this.log = log;
    }

    @Override
    public void accept(CloudTrailRecord record) throws IOException, InterruptedException {
      if (!judging || record.shape() != Shape.OTHER) {
        long place = next();
        to.cloudTrail(place == record.ordinal() ? record : record.at(place));
      } else if (!wraps.object(record.buffer(), record.offset(), record.length())) {
        long millis = record.timed() ? record.eventTimeMillis() : -1;
        if (log) {
          to.shapeless(record.at(next()));
        } else {
          to.unknown(record.buffer(), record.offset(), record.length(), next(), millis);
        }
      }
    }

    @Override
    public void unreadable(UnreadableRecord record) throws IOException, InterruptedException {
      to.unreadable(next(), record.message());
    }
  }

  private final class Findings implements FindingConsumer {
    @Override
    public void accept(Finding finding, long place) throws IOException, InterruptedException {
      to.finding(finding, next());
    }

    @Override
    public void unreadable(long place, String reason) throws IOException, InterruptedException {
      to.unreadable(next(), reason);
    }
  }

  /** Lines of a flow log, also of one that is a single line. */
  final class Flows implements FlowLogConsumer {
    private final String name;

    Flows(String name) {
      this.name = name;
    }

    @Override
    public void format(FlowLogFormat format) {
      to.format(name, format);
    }

    @Override
    public void accept(FlowLogLine line) throws IOException, InterruptedException {
      long place = next();
      to.flow(place == line.ordinal() ? line : line.at(place));
    }

    @Override
    public void unreadable(long place, String reason) throws IOException, InterruptedException {
      to.unreadable(next(), reason);
    }
  }

  /** Queries, also a single one. */
  final class Queries implements QueryConsumer {
    @Override
    public void accept(ResolverQuery query) throws IOException, InterruptedException {
      long place = next();
      to.query(place == query.ordinal() ? query : query.at(place));
    }

    @Override
    public void unreadable(long place, String reason) throws IOException, InterruptedException {
      to.unreadable(next(), reason);
    }
  }

  /** Lines or objects of another service's log, also a single one. */
  final class Services implements ServiceLogConsumer {
    private final long timeMillis;

    /**
     * @param timeMillis the time of those that tell none themselves, or -1
     */
    Services(long timeMillis) {
      this.timeMillis = timeMillis;
    }

    @Override
    public void accept(ServiceRecord record) throws IOException, InterruptedException {
      long place = next();
      ServiceRecord timed = record.orAt(timeMillis);
      to.service(place == timed.ordinal() ? timed : timed.at(place));
    }

    @Override
    public void unreadable(long place, String reason) throws IOException, InterruptedException {
      to.unreadable(next(), reason);
    }
  }
}
