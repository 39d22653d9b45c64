package dev.sightline.hec;

import java.util.zip.Deflater;

/** How a request's body is compressed: processor time for network. */
public enum Compression {
  OFF(0),
  FAST(Deflater.BEST_SPEED),
  SMALL(6);

  private final int level;

  Compression(int level) {
    this.level = level;
  }

  /** The gzip level, 0 for none. */
  int level() {
    return level;
  }
}
