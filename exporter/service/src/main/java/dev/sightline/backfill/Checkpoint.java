package dev.sightline.backfill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a backfill has come.
 *
 * @param what the bucket, the prefix and the selection, in words
 * @param after the last key before which everything is in Splunk or among the failed; null at the
 *     start
 * @param objects how many objects that were: those behind {@code after} that are done already are
 *     not among them, since they are done again after a crash
 * @param failed keys of objects that could not be carried whole, with their reason
 * @param complete whether the end was reached
 */
public record Checkpoint(
    String what,
    @Nullable String after,
    long objects,
    Map<String, String> failed,
    boolean complete) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARK = "sightline_backfill";

  public Checkpoint {
    failed = new LinkedHashMap<>(failed);
  }

  /** Where nothing was done yet. */
  public static Checkpoint start(String what) {
    return new Checkpoint(what, null, 0, Map.of(), false);
  }

  /**
   * Reads a checkpoint, where there is one.
   *
   * @throws IOException where the file is none, or of another backfill, in one sentence
   */
  public static Checkpoint read(Path file, String what) throws IOException {
    if (!Files.exists(file)) {
      return start(what);
    }
    JsonNode json;
    try {
      json = JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is no checkpoint of a backfill: name another file.", e);
    }
    if (json == null || json.path(MARK).asInt() != 1) {
      throw new IOException(file + " is no checkpoint of a backfill: name another file.");
    }
    if (!json.path("what").asText().equals(what)) {
      throw new IOException(
          file
              + " belongs to another backfill ("
              + json.path("what").asText()
              + "): name another file, or remove it.");
    }
    Map<String, String> failed = new LinkedHashMap<>();
    json.path("failed")
        .properties()
        .forEach(entry -> failed.put(entry.getKey(), entry.getValue().asText()));
    return new Checkpoint(
        what,
        json.path("after").isTextual() ? json.get("after").asText() : null,
        json.path("objects").asLong(),
        failed,
        json.path("complete").asBoolean());
  }

  /**
   * Writes it so that a crash leaves the old one or the new one.
   *
   * @throws IOException where it cannot be written, in one sentence; the old one stays then
   */
  public void write(Path file) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put(MARK, 1)
        .put("what", what)
        .put("after", after)
        .put("objects", objects)
        .put("complete", complete);
    ObjectNode reasons = json.putObject("failed");
    failed.forEach(reasons::put);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.write(next, JSON.writeValueAsBytes(json));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      discard(next);
      throw new IOException(
          "The checkpoint "
              + file
              + " cannot be written ("
              + reason(e)
              + "): make room and rights there, or name another file with --checkpoint; what was"
              + " remembered before is as it was.",
          e);
    }
  }

  /** Half a file is worth nothing, and takes room where there is none. */
  private static void discard(Path next) {
    try {
      Files.deleteIfExists(next);
    } catch (IOException alreadyTold) {
      // The next checkpoint writes over it.
    }
  }

  /** The message of some exceptions is nothing but the file's name. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
