package dev.sightline.object;

import dev.sightline.object.ObjectException.Reason;
import dev.sightline.permission.MissingPermission;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Opens objects of S3, and local files the same way. Safe for any number of threads. */
public final class ObjectStore {
  private static final String NO_OBJECT = "sightline-check-not-there";
  private static final String IMPOSSIBLE_VERSION = "no version";

  /**
   * S3's rules for names, today's and those of old buckets in us-east-1. Nothing else is sent to
   * the SDK, which would follow an ARN to wherever it points.
   */
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");

  private final Function<String, S3Client> clients;
  private final Limits limits;

  /**
   * @param s3 the client for every bucket, closed by whoever made it
   */
  public ObjectStore(S3Client s3, Limits limits) {
    this(bucket -> s3, limits);
  }

  /**
   * @param clients the client for each bucket, by its name; closed by whoever made them
   */
  public ObjectStore(Function<String, S3Client> clients, Limits limits) {
    this.clients = clients;
    this.limits = limits;
  }

  /**
   * Opens the object: its version where the notification names one, else what lies under its key,
   * provided that the entity tag is still the one that the notification names.
   */
  public OpenObject open(ObjectRef object) throws ObjectException {
    String location = object.location();
    if (!BUCKET.matcher(object.bucket()).matches()) {
      throw new ObjectException(
          Reason.MISSING, location + " cannot exist: S3 has no buckets of that name.");
    }
    ResponseInputStream<GetObjectResponse> source = request(object);
    try {
      GetObjectResponse response = source.response();
      refuseChanged(object, response.eTag());
      long length = response.contentLength() == null ? -1 : response.contentLength();
      if (length == 0) {
        throw new ObjectException(
            Reason.EMPTY, location + " has 0 bytes: whoever wrote it did not finish.");
      }
      if (length > limits.maximumCompressedBytes()) {
        throw StoredStream.tooLarge(location, limits.maximumCompressedBytes());
      }
      return new OpenObject(
          source,
          location,
          versionOrETag(object, response),
          length,
          limits,
          new OpenObject.Attributes(
              response.hasMetadata() ? response.metadata() : Map.of(), response.lastModified()),
          ended -> release(source, ended));
    } catch (ObjectException e) {
      source.abort();
      throw e;
    }
  }

  /** What a bucket lets us do. */
  public sealed interface Access {
    /**
     * S3 says whether objects are there, and hands them out.
     *
     * @param tried an object that was asked for, or null where there is none yet
     */
    record Granted(@Nullable String tried) implements Access {}

    /** There is no such bucket. */
    record NoBucket() implements Access {}

    /** Objects are not handed out. */
    record Denied(MissingPermission missing) implements Access {}

    /** The bucket may not be listed; whether objects are handed out is not known. */
    record Unlisted(MissingPermission missing) implements Access {}

    /** S3 does not answer, or not sensibly. */
    record Unreachable(String said) implements Access {}
  }

  /**
   * Asks for an object that is not there, and for the first one that is, and says what that tells
   * of the bucket; reads nothing.
   *
   * @param prefix below which objects may be read, empty for the whole bucket
   */
  public Access inspect(String bucket, String prefix) {
    try {
      ObjectRef absent = new ObjectRef(bucket, prefix + NO_OBJECT, null, null, null, -1);
      request(absent).abort();
    } catch (ObjectException e) {
      if (e.getCause() instanceof NoSuchBucketException) {
        return new Access.NoBucket();
      }
      switch (e.reason()) {
        case DENIED -> {
          return denied(e, bucket, prefix);
        }
        case MISSING, ARCHIVED, EMPTY, CHANGED -> {}
        default -> {
          return new Access.Unreachable(e.getMessage());
        }
      }
    }
    return firstObject(bucket, prefix);
  }

  /**
   * Who may do what with the bucket, in JSON; empty where it has no policy, or does not tell us.
   */
  public Optional<String> policy(String bucket) {
    try {
      return Optional.ofNullable(
          clients.apply(bucket).getBucketPolicy(request -> request.bucket(bucket)).policy());
    } catch (SdkException e) {
      return Optional.empty();
    }
  }

  /**
   * What is allowed to us and never needed. Nothing is removed: what is tried is a version that no
   * object can have, and only where S3 finds fault with that was the action allowed.
   */
  public List<String> neverNeeded(String bucket) {
    try {
      clients
          .apply(bucket)
          .deleteObject(
              request -> request.bucket(bucket).key(NO_OBJECT).versionId(IMPOSSIBLE_VERSION));
    } catch (S3Exception e) {
      return String.valueOf(e.getMessage()).contains("Invalid version id")
          ? List.of("s3:DeleteObjectVersion")
          : List.of();
    } catch (SdkException e) {
      return List.of();
    }
    return List.of();
  }

  /** Without leave to list, S3 denies what is not there: which of the two it is, listing tells. */
  private Access denied(ObjectException e, String bucket, String prefix) {
    String place = "s3://" + bucket + "/" + prefix;
    try {
      list(bucket, prefix);
      return new Access.Denied(missing(e, "s3:GetObject", place + "*"));
    } catch (SdkException listing) {
      return MissingPermission.in(listing, "s3:ListBucket", "s3://" + bucket)
          .<Access>map(Access.Unlisted::new)
          .orElseGet(() -> new Access.Denied(missing(e, "s3:GetObject", place + "*")));
    }
  }

  /** A key of KMS shows itself only with an object that it encrypts. */
  private Access firstObject(String bucket, String prefix) {
    String key;
    try {
      key =
          list(bucket, prefix).contents().stream()
              .map(S3Object::key)
              .filter(name -> !name.endsWith("/"))
              .findFirst()
              .orElse(null);
    } catch (SdkException e) {
      return MissingPermission.in(e, "s3:ListBucket", "s3://" + bucket)
          .<Access>map(Access.Unlisted::new)
          .orElseGet(() -> new Access.Unreachable(String.valueOf(e.getMessage())));
    }
    if (key == null) {
      return new Access.Granted(null);
    }
    ObjectRef object = new ObjectRef(bucket, key, null, null, null, -1);
    try {
      request(object).abort();
      return new Access.Granted(object.location());
    } catch (ObjectException e) {
      return e.reason() == Reason.DENIED
          ? new Access.Denied(missing(e, "s3:GetObject", object.location()))
          : new Access.Granted(null);
    }
  }

  private ListObjectsV2Response list(String bucket, String prefix) {
    return clients
        .apply(bucket)
        .listObjectsV2(request -> request.bucket(bucket).prefix(prefix).maxKeys(10));
  }

  private static MissingPermission missing(ObjectException e, String action, String resource) {
    return MissingPermission.in(e, action, resource)
        .orElseGet(() -> new MissingPermission(action, resource, null, null));
  }

  private ResponseInputStream<GetObjectResponse> request(ObjectRef object) throws ObjectException {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(object.bucket())
            .key(object.key())
            .versionId(object.version())
            .build();
    try {
      return clients.apply(object.bucket()).getObject(request);
    } catch (AbortedException e) {
      // The SDK takes the interrupt for itself; the thread's owner wants to know of it.
      Thread.currentThread().interrupt();
      throw new ObjectException(
          Reason.UNAVAILABLE, "Opening " + object.location() + " was interrupted.", e);
    } catch (S3Exception e) {
      throw S3Refusal.of(
          e, object.version() == null ? "s3:GetObject" : "s3:GetObjectVersion", object.location());
    } catch (SdkException e) {
      throw new ObjectException(
          Reason.UNAVAILABLE,
          "S3 could not be asked for "
              + object.location()
              + " ("
              + Printable.of(String.valueOf(e.getMessage()))
              + "): check network, region and credentials.",
          e);
    }
  }

  private static void refuseChanged(ObjectRef object, @Nullable String answered)
      throws ObjectException {
    String eTag = answered == null ? null : ObjectRef.unquoted(answered);
    if (object.version() == null
        && object.eTag() != null
        && eTag != null
        && !eTag.equals(object.eTag())) {
      throw new ObjectException(
          Reason.CHANGED,
          object.location()
              + " was overwritten after its notification: what was announced is gone, what is"
              + " there now has a notification of its own.");
    }
  }

  private static String versionOrETag(ObjectRef object, GetObjectResponse response) {
    // What S3 answers comes first: two forms of notification for one object, of which only one
    // names the version, must lead to the same event ids.
    String version = response.versionId();
    if (version != null && !version.equals("null")) {
      return version;
    }
    if (object.version() != null) {
      return object.version();
    }
    String eTag = response.eTag() == null ? null : ObjectRef.unquoted(response.eTag());
    if (eTag != null) {
      return eTag;
    }
    return object.eTag() == null ? "unversioned" : object.eTag();
  }

  /** A transfer that was not read to its end is cut: closing it would fetch the rest first. */
  private static void release(ResponseInputStream<GetObjectResponse> source, boolean ended) {
    if (!ended) {
      source.abort();
      return;
    }
    try {
      source.close();
    } catch (IOException | SdkException e) {
      // Every byte was read and its number agrees: the connection is all that is lost.
      source.abort();
    }
  }

  /** Opens a local file the same way; its content's hash stands for the version. */
  public static OpenObject openFile(Path file, Limits limits) throws ObjectException {
    String location = Printable.of(file.toString());
    try {
      if (Files.isDirectory(file)) {
        throw new ObjectException(
            Reason.MISSING, location + " is a folder: name a file in it, or replay the folder.");
      }
      long length = Files.size(file);
      if (length == 0) {
        throw new ObjectException(
            Reason.EMPTY, location + " has 0 bytes: whoever wrote it did not finish.");
      }
      if (length > limits.maximumCompressedBytes()) {
        throw StoredStream.tooLarge(location, limits.maximumCompressedBytes());
      }
      String hash = hash(file);
      InputStream source = Files.newInputStream(file);
      return new OpenObject(
          source,
          location,
          hash,
          length,
          limits,
          OpenObject.Attributes.NONE,
          ended -> close(source));
    } catch (ObjectException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new ObjectException(Reason.MISSING, "There is no file " + location + ".", e);
    } catch (AccessDeniedException e) {
      throw new ObjectException(
          Reason.DENIED, location + " may not be read: ask its owner for permission.", e);
    } catch (IOException e) {
      throw new ObjectException(
          Reason.UNAVAILABLE,
          location
              + " could not be read ("
              + Printable.of(String.valueOf(e.getMessage()))
              + "): try again when its disk is well.",
          e);
    }
  }

  private static String hash(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 << 10];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  private static void close(InputStream source) {
    try {
      source.close();
    } catch (IOException e) {
      // A file that was only read has nothing left that could be lost.
      return;
    }
  }
}
