package dev.sightline.object;

import dev.sightline.configuration.Masking;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An object could not be read; the message says in one sentence what, where and what to do. */
public final class ObjectException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why an object could not be read. */
  public enum Reason {
    /** The object, its version or its bucket is not there. */
    MISSING,
    /** S3 or KMS refuses to hand it out. */
    DENIED,
    /** It lies in an archive and has to be restored first. */
    ARCHIVED,
    /** It has 0 bytes. */
    EMPTY,
    /** Its stored bytes are complete, but the gzip in them ends early. */
    TRUNCATED,
    /** Its gzip does not inflate, fails its checksum, or has something else behind it. */
    CORRUPT,
    /** It is neither gzip nor text: another compression, an archive or something binary. */
    NOT_GZIP_NOR_PLAIN,
    /** It is larger than the limits. */
    TOO_LARGE,
    /** It was overwritten after the notification: the entity tag is another. */
    CHANGED,
    /** The object may be fine, the way to it is not: network, throttling, credentials, region. */
    UNAVAILABLE
  }

  private final Reason reason;

  ObjectException(Reason reason, String message) {
    this(reason, message, null);
  }

  ObjectException(Reason reason, String message, @Nullable Throwable cause) {
    super(Masking.masked(message), cause);
    this.reason = reason;
  }

  /** Why the object could not be read. */
  public Reason reason() {
    return reason;
  }

  /** Whether the same object may well be readable later, with nobody doing anything to it. */
  public boolean retryable() {
    return switch (reason) {
      case UNAVAILABLE -> true;
      case MISSING,
          DENIED,
          ARCHIVED,
          EMPTY,
          TRUNCATED,
          CORRUPT,
          NOT_GZIP_NOR_PLAIN,
          TOO_LARGE,
          CHANGED ->
          false;
    };
  }

  /** One sentence: what, where and what to do. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
