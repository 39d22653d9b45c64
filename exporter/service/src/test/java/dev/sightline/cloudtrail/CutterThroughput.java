package dev.sightline.cloudtrail;

import dev.sightline.object.Limits;
import dev.sightline.object.ObjectStore;
import dev.sightline.object.OpenObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * How fast a log is cut, beside the JDK's inflater alone. Run it by hand with the path of a log in
 * gzip (one member, no name in its header): it prints megabytes inflated for each second of this
 * thread's processor time, the best of 30 rounds, since the machine is seldom ours alone.
 */
final class CutterThroughput {
  private static final int ROUNDS = 30;

  /** Something to be measured. */
  private interface Work {
    void run() throws IOException, InterruptedException, DataFormatException;
  }

  private CutterThroughput() {}

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    byte[] stored = Files.readAllBytes(file);
    byte[] content;
    try (OpenObject object = ObjectStore.openFile(file, Limits.STANDARD)) {
      content = object.stream().readAllBytes();
    }
    CloudTrailReader reader = new CloudTrailReader(CloudTrailReader.MAXIMUM_RECORD_BYTES);
    Lengths lengths = new Lengths();
    Work[] works = {
      () -> inflate(stored),
      () -> {
        try (OpenObject object = ObjectStore.openFile(file, Limits.STANDARD)) {
          drain(object.stream());
        }
      },
      () -> {
        try (OpenObject object = ObjectStore.openFile(file, Limits.STANDARD)) {
          reader.read(object.stream(), lengths);
        }
      },
      () -> reader.read(new ByteArrayInputStream(content), lengths),
    };
    long[] best = new long[works.length];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < works.length; i++) {
        long nanos = processorNanos(works[i]);
        best[i] = round == 0 ? nanos : Math.min(best[i], nanos);
      }
    }
    String[] names = {"inflater alone", "open and read", "open and cut", "cut alone"};
    for (int i = 0; i < works.length; i++) {
      System.out.printf(
          Locale.ROOT,
          "%-14s %6.0f MB/s, %.2f of the inflater%n",
          names[i],
          content.length * 1e3 / best[i],
          (double) best[0] / best[i]);
    }
    System.out.println(lengths.bytes + " bytes of records were handed out.");
  }

  private static long processorNanos(Work work) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    work.run();
    return threads.getCurrentThreadCpuTime() - start;
  }

  private static void inflate(byte[] stored) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    byte[] buffer = new byte[128 << 10];
    int header = 10;
    inflater.setInput(stored, header, stored.length - header);
    while (!inflater.finished()) {
      inflater.inflate(buffer);
    }
    inflater.end();
  }

  private static void drain(InputStream stream) throws IOException {
    byte[] buffer = new byte[128 << 10];
    while (stream.read(buffer) >= 0) {
      // Only the reading is measured.
    }
  }

  /** Touches what it is given, so that no work can be left out. */
  private static final class Lengths implements RecordConsumer {
    private long bytes;

    @Override
    public void accept(CloudTrailRecord record) {
      bytes += record.length() + Math.min(record.eventTimeMillis(), 1);
    }

    @Override
    public void unreadable(UnreadableRecord record) {
      bytes += record.length();
    }
  }
}
