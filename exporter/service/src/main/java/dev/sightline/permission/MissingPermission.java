package dev.sightline.permission;

import dev.sightline.configuration.Masking;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * A permission that we need and do not have.
 *
 * @param action as policies name it, such as {@code sqs:ReceiveMessage}
 * @param resource an ARN where AWS told one, else what was asked about
 * @param deniedBy the policy that denies it whatever others allow, such as {@code a service control
 *     policy}; null where none does, and it is only that nobody allows it
 * @param wantedIn the kind of policy that should allow it, such as {@code identity-based policy},
 *     or null where AWS does not tell
 */
public record MissingPermission(
    String action, String resource, @Nullable String deniedBy, @Nullable String wantedIn) {
  private static final int MOST_CHARACTERS = 300;

  /** What AWS writes, in nearly every service. */
  private static final Pattern TOLD =
      Pattern.compile(
          "not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)"
              + "(?: on (?:the )?resource: \"?([^\\s\"]+)\"?)?"
              + "(?: because no (.+?) allows| with an explicit deny in (.+?policy))?",
          Pattern.CASE_INSENSITIVE);

  /** 403 too, and yet not about permissions: credentials, clocks, regions that are not enabled. */
  private static final Set<String> NOT_ABOUT_PERMISSIONS =
      Set.of(
          "AuthFailure",
          "ExpiredToken",
          "ExpiredTokenException",
          "IncompleteSignature",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidObjectState",
          "InvalidSignatureException",
          "InvalidToken",
          "MissingAuthenticationToken",
          "OptInRequired",
          "RequestExpired",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch",
          "TokenRefreshRequired",
          "UnrecognizedClientException");

  /**
   * What a failure says is missing; empty where it is not a refusal of a permission.
   *
   * @param action what the call that failed asks for, where AWS does not tell another
   * @param resource what it was asked about, where AWS does not tell an ARN
   */
  public static Optional<MissingPermission> in(Throwable failure, String action, String resource) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AwsServiceException refused && isRefusal(refused)) {
        return Optional.of(of(refused, action, resource));
      }
    }
    return Optional.empty();
  }

  /** The failure in words: the missing permission, or else what the SDK says. */
  public static String said(Throwable failure, String action, String resource) {
    return in(failure, action, resource)
        .map(MissingPermission::sentence)
        .orElseGet(() -> Masking.masked(String.valueOf(failure.getMessage())));
  }

  /** What is missing, where, and what to do. */
  public String sentence() {
    if (deniedBy != null) {
      return action
          + " on "
          + resource
          + " is denied by "
          + deniedBy
          + ", whatever others allow: ask who owns it";
    }
    String remedy =
        action.equals("sts:AssumeRole")
            ? "allow it in our role's policy, and our role in the trust policy of that one, with"
                + " the external id that it wants"
            : "allow it in our role's policy"
                + (action.startsWith("kms:") ? " and in the key's" : "");
    return action
        + " on "
        + resource
        + " is not allowed: "
        + remedy
        + (wantedIn == null ? "" : " (no " + wantedIn + " allows it)");
  }

  private static MissingPermission of(AwsServiceException refused, String action, String resource) {
    Matcher told = TOLD.matcher(message(refused));
    if (told.find()) {
      String on = told.group(2);
      return new MissingPermission(
          // SQS names its actions in small letters.
          told.group(1).equalsIgnoreCase(action) ? action : told.group(1),
          on == null ? resource : String.valueOf(printable(on)),
          printable(told.group(4)),
          printable(told.group(3)));
    }
    String code = code(refused).toUpperCase(Locale.ROOT);
    if (code.startsWith("KMS")) {
      return new MissingPermission("kms:Decrypt", "the key of " + resource, null, null);
    }
    boolean fromSts =
        refused.awsErrorDetails() != null
            && "Sts".equalsIgnoreCase(refused.awsErrorDetails().serviceName());
    return fromSts && !action.startsWith("sts:")
        ? new MissingPermission("sts:AssumeRole", "the role for " + resource, null, null)
        : new MissingPermission(action, resource, null, null);
  }

  private static boolean isRefusal(AwsServiceException e) {
    String code = code(e);
    return !NOT_ABOUT_PERMISSIONS.contains(code)
        && (e.statusCode() == 403
            || code.contains("AccessDenied")
            || code.equals("AuthorizationError")
            || code.equals("UnauthorizedOperation"));
  }

  private static String code(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  private static String message(AwsServiceException e) {
    String message = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
    return message == null ? "" : message;
  }

  /** AWS's words come from outside: one line, and not too much of it. */
  private static @Nullable String printable(@Nullable String text) {
    return text == null
        ? null
        : Masking.masked(text)
            .codePoints()
            .limit(MOST_CHARACTERS)
            .map(point -> Character.isISOControl(point) ? '?' : point)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }
}
