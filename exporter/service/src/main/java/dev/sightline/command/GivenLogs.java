package dev.sightline.command;

import dev.sightline.backfill.Selection;
import dev.sightline.configuration.Settings;
import dev.sightline.content.Kind;
import dev.sightline.object.KeySelection;
import dev.sightline.object.Limits;
import dev.sightline.object.ObjectConfiguration;
import dev.sightline.object.ObjectListing;
import dev.sightline.object.ObjectStore;
import dev.sightline.replay.LogFiles;
import dev.sightline.replay.LogSource;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person names to be read: a file, a folder, {@code -} for standard input, or {@code
 * s3://bucket/prefix}. Holds what is open for it until it is closed.
 */
final class GivenLogs implements AutoCloseable {
  private static final String INPUT = "-";
  private static final String S3 = "s3://";
  private static final int OPEN_OBJECTS = 24;

  private final LogFiles files;
  private final Optional<Path> path;
  private final List<String> hints;
  private final List<AutoCloseable> open;

  private GivenLogs(
      LogFiles files, Optional<Path> path, List<String> hints, List<AutoCloseable> open) {
    this.files = files;
    this.path = path;
    this.hints = hints;
    this.open = open;
  }

  /**
   * Which objects of a bucket are wanted, told by their keys.
   *
   * @param since the first moment, null for no bound
   * @param until the moment at which it ends, exclusive, null for no bound
   * @param accounts empty for all
   * @param keys patterns over the keys
   */
  record Wanted(
      @Nullable Instant since, @Nullable Instant until, Set<String> accounts, KeyOptions keys) {
    static final Wanted ALL = new Wanted(null, null, Set.of(), new KeyOptions());

    Selection selection() {
      return new Selection(
          since == null ? null : day(since),
          until == null ? null : day(until.minusNanos(1)),
          Set.of(),
          Set.of());
    }

    private static LocalDate day(Instant moment) {
      return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    boolean mayHold(String key, Selection selection) {
      // The folder of a finding may be its administrator's, that of a trail is the caller's.
      boolean theirs =
          accounts.isEmpty()
              || Kind.ofKey(key) != Kind.CLOUDTRAIL
              || new Selection(null, null, accounts, Set.of()).mayHold(key);
      return theirs && selection.mayHold(key) && KeyTime.fits(key, since, until);
    }
  }

  /**
   * Finds what was named.
   *
   * @throws IOException where it is not there, or cannot be read
   */
  static GivenLogs of(String named, Wanted wanted) throws IOException, InterruptedException {
    if (named.equals(INPUT)) {
      return input(System.in);
    }
    if (named.startsWith(S3)) {
      return stored(named.substring(S3.length()), wanted);
    }
    Path path = Path.of(named);
    return new GivenLogs(LogFiles.below(path), Optional.of(path), List.of(), List.of());
  }

  LogFiles files() {
    return files;
  }

  /** The file or folder, where it is one. */
  Optional<Path> path() {
    return path;
  }

  /** What a person should know of how it was chosen, a sentence each. */
  List<String> hints() {
    return hints;
  }

  /** It is read more than once, and so put into a file. */
  private static GivenLogs input(InputStream in) throws IOException {
    Path file;
    try {
      file = Files.createTempFile("sightline-input-", "");
    } catch (IOException e) {
      throw new IOException(
          "Standard input needs a file to be put into, and none can be made in "
              + System.getProperty("java.io.tmpdir")
              + ": name another folder by SIGHTLINE_JAVA_OPTIONS=-Djava.io.tmpdir=…",
          e);
    }
    file.toFile().deleteOnExit();
    AutoCloseable gone = () -> Files.deleteIfExists(file);
    try (OutputStream out = Files.newOutputStream(file)) {
      copy(in, out);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return new GivenLogs(
        new LogFiles(List.of(new LogSource.Input(file)), 0, List.of()),
        Optional.empty(),
        List.of(),
        List.of(gone));
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long bytes = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      bytes += read;
      if (bytes > Limits.STANDARD.maximumCompressedBytes()) {
        throw new IOException(
            "Standard input has more than "
                + Limits.STANDARD.maximumCompressedBytes()
                + " bytes: put it into files, and name their folder.");
      }
      out.write(buffer, 0, read);
    }
  }

  private static GivenLogs stored(String place, Wanted wanted)
      throws IOException, InterruptedException {
    int slash = place.indexOf('/');
    String bucket = slash < 0 ? place : place.substring(0, slash);
    String prefix = slash < 0 ? "" : place.substring(slash + 1);
    if (bucket.isEmpty()) {
      throw new IOException("'" + S3 + place + "' names no bucket: write s3://bucket/prefix.");
    }
    List<AutoCloseable> open = new ArrayList<>();
    try {
      ApplicationContext context = ApplicationContext.builder().banner(false).start();
      open.addFirst(context);
      Settings settings = Configurations.settings(context.getEnvironment());
      ObjectConfiguration objects = ObjectConfiguration.read(settings);
      Roles roles = Roles.read(settings);
      settings.check();
      AwsClients aws = new AwsClients(context.getEnvironment(), roles, OPEN_OBJECTS);
      open.addFirst(aws);
      ObjectStore store = new ObjectStore(aws::s3, objects.limits());
      List<LogSource> sources = new ArrayList<>();
      Selection selection = wanted.selection();
      KeySelection keys = wanted.keys().over(objects.keys());
      new ObjectListing(aws::s3)
          .list(
              bucket,
              prefix,
              null,
              folder -> selection.enters(folder) && keys.enters(bucket, folder),
              (object, modified) -> {
                if (wanted.mayHold(object.key(), selection) && keys.wants(bucket, object.key())) {
                  sources.add(new LogSource.Stored(object, store));
                }
              });
      LogFiles files = new LogFiles(sources, 0, List.of());
      return new GivenLogs(files, Optional.empty(), late(wanted), open);
    } catch (IOException | InterruptedException | RuntimeException e) {
      close(open);
      throw e;
    }
  }

  /** CloudTrail puts an event into the folder of the day on which it delivers it. */
  private static List<String> late(Wanted wanted) {
    return wanted.until() == null
        ? List.of()
        : List.of(
            "Objects are chosen by the day in their key, that of their delivery: what happened in"
                + " the last minutes before a midnight may lie in the folder of the next day; an"
                + " --until an hour behind midnight looks into it too.");
  }

  @Override
  public void close() throws IOException {
    close(open);
  }

  private static void close(List<AutoCloseable> open) throws IOException {
    IOException failure = null;
    for (AutoCloseable one : open) {
      try {
        one.close();
      } catch (IOException e) {
        failure = e;
      } catch (Exception e) {
        failure = new IOException(e.getMessage(), e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
