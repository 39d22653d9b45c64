package dev.sightline.object;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists what is below a prefix, in the order of the keys, one page after the other. */
public final class ObjectListing {
  private static final int PAGE = 1_000;

  /** Of a sample. */
  private static final int OF_A_FOLDER = 5;

  private static final int FOLDERS_OF_ONE = 12;

  private final Function<String, S3Client> clients;

  /**
   * @param clients the client for each bucket, by its name; closed by whoever made them
   */
  public ObjectListing(Function<String, S3Client> clients) {
    this.clients = clients;
  }

  /** Takes what is listed. */
  @FunctionalInterface
  public interface Consumer {
    /**
     * One object.
     *
     * @param modified when it was written last
     */
    void accept(ObjectRef object, Instant modified) throws InterruptedException;
  }

  /** A folder or an object, as one page tells of them. */
  private sealed interface Entry {
    String key();
  }

  private record Folder(String key) implements Entry {}

  private record Listed(String key, S3Object object) implements Entry {}

  /**
   * Lists objects.
   *
   * @param after only what comes behind this key, or null for everything
   * @param enters whether to look into a folder, given as a prefix that ends with a slash; what is
   *     not entered costs no call
   * @throws ObjectException where S3 does not list them, in one sentence
   */
  public void list(
      String bucket,
      String prefix,
      @Nullable String after,
      Predicate<String> enters,
      Consumer consumer)
      throws ObjectException, InterruptedException {
    String next = null;
    do {
      ListObjectsV2Response page = page(bucket, prefix, after, next);
      for (Entry entry : entries(page)) {
        boolean behind = after == null || entry.key().compareTo(after) > 0;
        switch (entry) {
          case Listed listed -> {
            if (behind && !listed.key().endsWith("/")) {
              consumer.accept(
                  new ObjectRef(
                      bucket,
                      listed.key(),
                      null,
                      null,
                      null,
                      listed.object().size() == null ? -1 : listed.object().size()),
                  listed.object().lastModified());
            }
          }
          case Folder folder -> {
            boolean holdsMore = behind || (after != null && after.startsWith(folder.key()));
            if (holdsMore && enters.test(folder.key())) {
              list(bucket, folder.key(), after, enters, consumer);
            }
          }
        }
      }
      next = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
    } while (next != null);
  }

  /**
   * Some keys below a prefix, from as many folders as so many calls reach: a few of each folder,
   * and of many folders the first, the last and some between.
   *
   * @param calls to S3, at most
   * @return the keys, in the order in which they were met
   * @throws ObjectException where S3 does not list them, in one sentence
   */
  public List<String> sample(String bucket, String prefix, int calls) throws ObjectException {
    List<String> keys = new ArrayList<>();
    ArrayDeque<String> folders = new ArrayDeque<>(List.of(prefix));
    for (int call = 0; call < calls / 2 && !folders.isEmpty(); call++) {
      ListObjectsV2Response page = page(bucket, folders.remove(), null, null);
      page.contents().stream().limit(OF_A_FOLDER).forEach(object -> keys.add(object.key()));
      List<String> inner = page.commonPrefixes().stream().map(CommonPrefix::prefix).toList();
      int wanted = Math.min(FOLDERS_OF_ONE, inner.size());
      for (int i = 0; i < wanted; i++) {
        folders.add(inner.get(wanted == 1 ? 0 : i * (inner.size() - 1) / (wanted - 1)));
      }
    }
    // What is left is not entered: its first keys are looked at, however deep they lie.
    List<String> left = List.copyOf(folders);
    int wanted = Math.min(calls - calls / 2, left.size());
    for (int i = 0; i < wanted; i++) {
      String folder = left.get(wanted == 1 ? 0 : i * (left.size() - 1) / (wanted - 1));
      page(bucket, folder, null, null, null).contents().stream()
          .limit(OF_A_FOLDER)
          .forEach(object -> keys.add(object.key()));
    }
    return keys;
  }

  /**
   * Where a page begins. A key further down is no use to S3 here: whether a folder that holds it is
   * listed then, not all servers agree on.
   */
  private static @Nullable String startAfter(String prefix, @Nullable String after) {
    return after != null && after.startsWith(prefix) && after.indexOf('/', prefix.length()) < 0
        ? after
        : null;
  }

  /** Objects and folders in one order, that of the keys. */
  private static List<Entry> entries(ListObjectsV2Response page) {
    List<Entry> entries = new ArrayList<>();
    page.contents().forEach(object -> entries.add(new Listed(object.key(), object)));
    page.commonPrefixes().forEach(folder -> entries.add(new Folder(folder.prefix())));
    entries.sort(Comparator.comparing(Entry::key));
    return entries;
  }

  private ListObjectsV2Response page(
      String bucket, String prefix, @Nullable String after, @Nullable String next)
      throws ObjectException {
    return page(bucket, prefix, after, next, "/");
  }

  private ListObjectsV2Response page(
      String bucket,
      String prefix,
      @Nullable String after,
      @Nullable String next,
      @Nullable String delimiter)
      throws ObjectException {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(bucket)
            .prefix(prefix)
            .delimiter(delimiter)
            .maxKeys(PAGE)
            .startAfter(next == null ? startAfter(prefix, after) : null)
            .continuationToken(next)
            .build();
    try {
      return clients.apply(bucket).listObjectsV2(request);
    } catch (S3Exception e) {
      throw S3Refusal.of(e, "s3:ListBucket", "s3://" + bucket + "/" + prefix);
    } catch (SdkException e) {
      throw new ObjectException(
          ObjectException.Reason.UNAVAILABLE,
          "S3 could not be asked what is in s3://"
              + bucket
              + "/"
              + prefix
              + " ("
              + e.getMessage()
              + "): check network, region and credentials.",
          e);
    }
  }
}
