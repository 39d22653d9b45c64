package dev.sightline.object;

import dev.sightline.object.ObjectException.Reason;
import dev.sightline.permission.MissingPermission;
import java.util.Locale;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3's error answers mean for an object. */
final class S3Refusal {
  private S3Refusal() {}

  /**
   * The exception for an answer.
   *
   * @param action what was asked for, such as {@code s3:GetObject}
   */
  static ObjectException of(S3Exception e, String action, String location) {
    String code = code(e);
    String answer = " (S3 answered " + e.statusCode() + " " + Printable.of(code) + ")";
    return switch (reason(e.statusCode(), code)) {
      case MISSING ->
          new ObjectException(
              Reason.MISSING,
              location
                  + " is not there"
                  + answer
                  + ": it was deleted after its notification, or the notification is wrong.",
              e);
      case DENIED ->
          new ObjectException(
              Reason.DENIED,
              "Access to " + location + " is denied" + answer + ": " + remedy(e, action, location),
              e);
      case ARCHIVED ->
          new ObjectException(
              Reason.ARCHIVED,
              location + " is archived" + answer + ": restore it, then replay it.",
              e);
      default ->
          new ObjectException(
              Reason.UNAVAILABLE,
              location + " cannot be had now" + answer + ": " + advice(e.statusCode(), code),
              e);
    };
  }

  /** S3 names the action only where bucket and role are of one account or organization. */
  private static String remedy(S3Exception e, String action, String location) {
    return MissingPermission.in(e, action, location)
        .map(missing ->
            missing.sentence()
                + (missing.resource().equals(location) && action.startsWith("s3:Get")
                    ? "; where it is, look at the bucket's policy and at kms:Decrypt on the"
                        + " object's key."
                    : "."))
        .orElse("allow " + action + " on it, and kms:Decrypt on its key.");
  }

  /** A HEAD-like answer without a body has no code; the status has to do. */
  private static String code(S3Exception e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  private static Reason reason(int status, String code) {
    return switch (code) {
      case "NoSuchKey", "NoSuchBucket", "NoSuchVersion", "InvalidBucketName", "KeyTooLongError" ->
          Reason.MISSING;
      case "InvalidURI" -> Reason.MISSING;
      // A key that leads up and out of its bucket, or encryption with a key that only its writer
      // has: asking again changes nothing.
      case "InvalidRequest", "InvalidArgument" -> Reason.DENIED;
      case "InvalidObjectState" -> Reason.ARCHIVED;
      case "InvalidAccessKeyId",
          "InvalidToken",
          "ExpiredToken",
          "TokenRefreshRequired",
          "SignatureDoesNotMatch",
          "RequestTimeTooSkewed",
          "RequestExpired" ->
          // Our own credentials or clock: no object is to be put aside for that.
          Reason.UNAVAILABLE;
      default -> {
        if (code.toUpperCase(Locale.ROOT).startsWith("KMS.")) {
          yield code.contains("Throttling") ? Reason.UNAVAILABLE : Reason.DENIED;
        }
        yield switch (status) {
          case 403 -> Reason.DENIED;
          // 405 is the answer for a version that is a delete marker.
          case 404, 405, 410 -> Reason.MISSING;
          default -> Reason.UNAVAILABLE;
        };
      }
    };
  }

  private static String advice(int status, String code) {
    if (code.equals("RequestTimeTooSkewed") || code.equals("RequestExpired")) {
      return "set this machine's clock.";
    }
    if (status == 301 || code.equals("AuthorizationHeaderMalformed")) {
      return "the bucket lies in another region; set the region to the bucket's.";
    }
    if (status >= 500 || status == 429 || code.equals("RequestTimeout")) {
      return "it will be asked for again.";
    }
    return "check the credentials and the endpoint; it will be asked for again.";
  }
}
