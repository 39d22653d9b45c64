package dev.sightline.object;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.object.ObjectException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InflatedStreamTest {
  private static final byte[] TEXT =
      "{\"Records\":[{\"eventName\":\"ConsoleLogin\"}]}".getBytes(UTF_8);

  private static Reason refused(byte[] stored) {
    ObjectException e = assertThrows(ObjectException.class, () -> Gzips.inflate(stored));
    assertTrue(e.getMessage().contains("s3://b/k"), e.getMessage());
    assertFalse(e.retryable());
    return e.reason();
  }

  @Test
  void gzip_is_inflated_and_plain_text_is_left_alone() throws IOException {
    assertArrayEquals(TEXT, Gzips.inflate(Gzips.gzip(TEXT)));
    assertArrayEquals(TEXT, Gzips.inflate(TEXT));
    assertArrayEquals(new byte[] {'7'}, Gzips.inflate(new byte[] {'7'}));
  }

  @Property(tries = 200)
  void members_are_inflated_one_after_another(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int members) throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int i = 0; i < members; i++) {
      byte[] part = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(200_000)];
      random.nextBytes(part);
      // A first byte that is not gzip's, whatever the others are.
      Arrays.fill(part, 0, Math.min(1, part.length), (byte) '{');
      stored.writeBytes(Gzips.gzip(part));
      content.writeBytes(part);
    }
    assertArrayEquals(content.toByteArray(), Gzips.inflate(stored.toByteArray()));
  }

  @Test
  void what_was_read_is_counted_on_both_sides() throws IOException {
    byte[] stored = Gzips.gzip(TEXT);
    try (OpenObject object = Gzips.open(stored, Limits.STANDARD)) {
      object.stream().readAllBytes();
      assertEquals(stored.length, object.compressedBytes());
      assertEquals(TEXT.length, object.inflatedBytes());
      assertEquals("etag", object.versionOrETag());
    }
  }

  @Test
  void every_optional_part_of_a_header_is_understood() throws IOException {
    byte[] gzip = Gzips.gzip(TEXT);
    byte[] header = {
      31, (byte) 139, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0, 3, 0, 1, 2, 3, 'n', 0, 'c', 0
    };
    CRC32 crc = new CRC32();
    crc.update(header);
    byte[] check = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    byte[] body = Arrays.copyOfRange(gzip, 10, gzip.length);
    assertArrayEquals(TEXT, Gzips.inflate(Gzips.joined(header, check, body)));
    check[0]++;
    assertEquals(Reason.CORRUPT, refused(Gzips.joined(header, check, body)));
  }

  @Test
  void a_gzip_cut_at_any_byte_is_truncated() {
    byte[] stored = Gzips.joined(Gzips.gzip(TEXT), Gzips.gzip(TEXT));
    int member = stored.length / 2;
    for (int length = 1; length < stored.length; length++) {
      if (length != member) {
        assertEquals(Reason.TRUNCATED, refused(Arrays.copyOf(stored, length)), "cut at " + length);
      }
    }
  }

  @Test
  void a_gzip_with_any_bit_flipped_is_never_read_as_something_else() throws IOException {
    byte[] stored = Gzips.gzip(TEXT);
    for (int bit = 0; bit < stored.length * 8; bit++) {
      byte[] damaged = stored.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        // Only where the bit means nothing, like those of the time, is it still read.
        assertArrayEquals(TEXT, Gzips.inflate(damaged), "bit " + bit);
      } catch (ObjectException e) {
        assertFalse(e.retryable());
      }
    }
  }

  @Test
  void nothing_may_stand_behind_the_last_member() {
    byte[] gzip = Gzips.gzip(TEXT);
    assertEquals(Reason.CORRUPT, refused(Gzips.joined(gzip, new byte[] {0})));
    assertEquals(Reason.CORRUPT, refused(Gzips.joined(gzip, TEXT)));
    assertEquals(Reason.TRUNCATED, refused(Gzips.joined(gzip, new byte[] {0x1F})));
  }

  @Test
  void zero_bytes_are_told_as_such() {
    assertEquals(Reason.EMPTY, refused(new byte[0]));
  }

  @Test
  void gzip_of_nothing_is_no_content() throws IOException {
    assertEquals(0, Gzips.inflate(Gzips.gzip(new byte[0])).length);
  }

  @Test
  void gzip_inside_gzip_is_refused() throws IOException {
    byte[] twice = Gzips.gzip(Gzips.gzip(TEXT));
    assertEquals(Reason.CORRUPT, refused(twice));
    byte[] split =
        Gzips.joined(Gzips.gzip(new byte[] {0x1F}), Gzips.gzip(new byte[] {(byte) 0x8B, 8}));
    assertEquals(Reason.CORRUPT, refused(split));
    assertArrayEquals(new byte[] {0x1F}, Gzips.inflate(Gzips.gzip(new byte[] {0x1F})));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PK\u0003\u0004",
        "BZh91AY",
        "(\u00b5/\u00fd$",
        "\u00fd7zXZ\u0000",
        "\u00ff\u00fe{\u0000",
        "\u007fELF\u0002"
      })
  void other_compressions_and_binaries_are_neither_gzip_nor_plain(String head) {
    assertEquals(Reason.NOT_GZIP_NOR_PLAIN, refused(head.getBytes(ISO_8859_1)));
  }

  @Test
  void a_bomb_ends_at_the_limit() throws IOException {
    byte[] bomb = bomb(50 << 20);
    assertTrue(bomb.length < 60_000, "a ratio of nearly 1,000 to 1");
    try (OpenObject object = Gzips.open(bomb, new Limits(1 << 20, 1 << 20))) {
      ObjectException e =
          assertThrows(
              ObjectException.class,
              () -> object.stream().transferTo(OutputStream.nullOutputStream()));
      assertEquals(Reason.TOO_LARGE, e.reason());
      assertTrue(object.inflatedBytes() < 2 << 20);
    }
  }

  @Test
  void a_content_as_large_as_the_limit_is_read() throws IOException {
    try (OpenObject object = Gzips.open(Gzips.gzip(TEXT), new Limits(TEXT.length, 1_000))) {
      assertArrayEquals(TEXT, object.stream().readAllBytes());
    }
    try (OpenObject object = Gzips.open(Gzips.gzip(TEXT), new Limits(TEXT.length - 1, 1_000))) {
      assertThrows(ObjectException.class, () -> object.stream().readAllBytes());
    }
  }

  @Test
  void single_bytes_are_read_too() throws IOException {
    try (OpenObject object = Gzips.open(Gzips.gzip(TEXT), Limits.STANDARD)) {
      InputStream stream = object.stream();
      assertEquals('{', stream.read());
      assertEquals(0, stream.read(new byte[5], 2, 0));
      assertEquals(TEXT.length - 1, stream.readAllBytes().length);
      assertEquals(-1, stream.read());
      assertEquals(-1, stream.read());
    }
  }

  /** So many zeros in gzip, made without ever holding them. */
  private static byte[] bomb(int bytes) {
    byte[] zeros = new byte[1 << 20];
    CRC32 crc = new CRC32();
    Deflater deflater = new Deflater(9, true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {31, (byte) 139, 8, 0, 0, 0, 0, 0, 0, 0});
    byte[] buffer = new byte[64 << 10];
    for (int left = bytes; left > 0; left -= zeros.length) {
      crc.update(zeros);
      deflater.setInput(zeros);
      if (left == zeros.length) {
        deflater.finish();
      }
      int length;
      while ((length = deflater.deflate(buffer)) > 0) {
        out.write(buffer, 0, length);
      }
    }
    deflater.end();
    for (int shift = 0; shift < 32; shift += 8) {
      out.write((int) (crc.getValue() >> shift));
    }
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(bytes >> shift);
    }
    return out.toByteArray();
  }
}
