package dev.sightline.demo;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Everything that is drawn by chance: the same for the same seed, on every machine. */
final class Randomness {
  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String LETTERS_AND_DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final SplittableRandom random;

  Randomness(long seed) {
    this(new SplittableRandom(seed));
  }

  private Randomness(SplittableRandom random) {
    this.random = random;
  }

  /** A stream of its own: what one part draws does not move what another draws. */
  Randomness split() {
    return new Randomness(random.split());
  }

  /** From 0 to one below the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A random UUID of version 4. */
  String uuid() {
    long most = (random.nextLong() & ~0xF000L) | 0x4000L;
    long least = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(most, least).toString();
  }

  /** So many hexadecimal digits, up to 16. */
  String hex(int digits) {
    return HexFormat.of().toHexDigits(random.nextLong()).substring(16 - digits);
  }

  /** So many letters and digits, as in the name of a log. */
  String letters(int count) {
    return drawn(LETTERS_AND_DIGITS, count);
  }

  /** The id of temporary credentials: a real one has sixteen characters behind {@code ASIA}. */
  String sessionKeyId() {
    return "ASIAEXAMPLE" + drawn(CAPITALS, 6);
  }

  private String drawn(String alphabet, int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
