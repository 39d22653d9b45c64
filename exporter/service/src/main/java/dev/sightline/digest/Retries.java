package dev.sightline.digest;

import dev.sightline.object.ObjectException;
import java.io.IOException;

/** Reads once more what S3 only did not hand out for the moment. */
final class Retries {
  private static final int TRIES = 4;
  private static final long FIRST_PAUSE_MILLIS = 200;

  private Retries() {}

  /** Reads something of S3. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws InvalidException, IOException, InterruptedException;
  }

  static <T> T of(Reading<T> reading) throws InvalidException, IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return reading.read();
      } catch (ObjectException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (!e.retryable() || attempt == TRIES) {
          throw e;
        }
        Thread.sleep(FIRST_PAUSE_MILLIS << attempt);
      }
    }
  }

  /**
   * What an object that cannot be read says of itself.
   *
   * @return what nobody can blame on the object: the way to it, or a permission
   * @throws InvalidException where the object is to blame
   */
  static ObjectException judged(ObjectException e) throws InvalidException {
    return switch (e.reason()) {
      case MISSING -> throw new InvalidException("is not there", e);
      case CORRUPT, TRUNCATED, EMPTY, NOT_GZIP_NOR_PLAIN, TOO_LARGE, ARCHIVED ->
          throw new InvalidException(withoutPlace(e.getMessage()), e);
      case DENIED, CHANGED, UNAVAILABLE -> e;
    };
  }

  /** The place is told beside the reason. */
  private static String withoutPlace(String message) {
    int space = message.indexOf(' ');
    return message.startsWith("s3://") && space > 0 ? message.substring(space + 1) : message;
  }
}
