package dev.sightline.cloudtrail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sightline.object.Limits;
import dev.sightline.object.ObjectStore;
import dev.sightline.object.OpenObject;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the object. */
class LargeLogTest {
  private static final int MEMBERS = 500;

  @Test
  void a_log_of_500_megabytes_is_read_in_a_heap_of_32(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("large.json.gz");
    long records = write(log);
    Path output = folder.resolve("output");
    Process reading =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Reading.class.getName(),
                log.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!reading.waitFor(2, TimeUnit.MINUTES)) {
      reading.destroyForcibly();
    }
    assertEquals(records + " records", Files.readString(output).strip());
  }

  /** A log of many gzip members, each of which holds a megabyte and more of records. */
  private static long write(Path log) throws IOException {
    Random random = new Random(1);
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    long count = 0;
    while (records.size() < 1 << 20) {
      // A hundred small ones for each of 100 KB, with all that makes a scanner stumble.
      int padding = random.nextInt(100) == 0 ? 100_000 : random.nextInt(2_000);
      records.writeBytes(
          """
          ,{"eventVersion":"1.11","eventTime":"2026-01-02T03:04:05Z","awsRegion":"eu-central-1",\
          "eventID":"%016x","recipientAccountId":"111122223333","requestParameters":\
          {"policy":"%s"},"resources":[{"ARN":"arn:aws:s3:::x"},[]]}\
          """
              .formatted(random.nextLong(), "{\\\"]}".repeat(padding / 6))
              .getBytes(UTF_8));
      count++;
    }
    byte[] member = gzip(records.toByteArray());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(log))) {
      out.write(gzip("{\"Records\":[{}".getBytes(UTF_8)));
      for (int i = 0; i < MEMBERS; i++) {
        out.write(member);
      }
      out.write(gzip("]}".getBytes(UTF_8)));
    }
    return count * MEMBERS + 1;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  /** What runs in the small heap. */
  static final class Reading {
    private Reading() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      try (OpenObject object = ObjectStore.openFile(Path.of(arguments[0]), Limits.STANDARD)) {
        Contents contents =
            new CloudTrailReader(CloudTrailReader.MAXIMUM_RECORD_BYTES)
                .read(object.stream(), new Counting());
        if (object.inflatedBytes() < 500L << 20) {
          throw new IllegalStateException("Only " + object.inflatedBytes() + " bytes were read.");
        }
        if (contents instanceof Contents.Log log) {
          System.out.println(log.records() + " records");
        }
      }
    }
  }

  /** Refuses a record that is not what was written. */
  private static final class Counting implements RecordConsumer {
    @Override
    public void accept(CloudTrailRecord record) {
      if (record.ordinal() > 0 && !"111122223333".equals(record.recipientAccountId())) {
        throw new IllegalStateException("Record " + record.ordinal() + " is another.");
      }
    }

    @Override
    public void unreadable(UnreadableRecord record) {
      throw new IllegalStateException(record.message());
    }
  }
}
