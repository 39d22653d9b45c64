package dev.sightline.hunt;

import dev.sightline.content.Contents;
import dev.sightline.content.Recogniser;
import dev.sightline.object.Limits;
import dev.sightline.object.ObjectException;
import dev.sightline.object.OpenObject;
import dev.sightline.replay.LogFiles;
import dev.sightline.replay.LogSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What files are taken for, and why not for records: nothing is searched.
 *
 * @param files each of them, in the order in which they are read
 * @param hidden how many files are hidden, and passed over
 */
public record Explanation(List<OfFile> files, int hidden) {
  /**
   * One file or object.
   *
   * @param contents what is packed in it; one where it is not packed or packed alone
   * @param problem why it cannot be read, or not to its end, in one sentence; empty where it can
   */
  public record OfFile(String name, List<OfContent> contents, String problem) {
    public OfFile {
      contents = List.copyOf(contents);
    }

    /** Whether everything in it is known, be it carried or not. */
    public boolean isUnderstood() {
      return problem.isEmpty() && contents.stream().allMatch(OfContent::isUnderstood);
    }

    /** How many records, findings, lines and queries there are. */
    public long records() {
      return contents.stream().mapToLong(OfContent::records).sum();
    }
  }

  /**
   * One content.
   *
   * @param name the file's, or the file's and an entry's
   * @param packed what it is packed in, the outermost first; empty for nothing
   * @param family what it is, as one word
   * @param words the same for people
   * @param holds how many of what is in it, such as {@code records}
   * @param reasons why something in it is no record, the first few, in one sentence each
   * @param unread how many things in it are not understood
   */
  public record OfContent(
      String name,
      List<String> packed,
      String family,
      String words,
      Map<String, Long> holds,
      List<String> reasons,
      long unread) {
    public OfContent {
      packed = List.copyOf(packed);
      reasons = List.copyOf(reasons);
    }

    boolean isUnderstood() {
      return unread == 0;
    }

    /** The same, packed once more. */
    OfContent in(String packing) {
      List<String> all = new ArrayList<>(packed);
      all.addFirst(packing);
      return new OfContent(name, all, family, words, holds, reasons, unread);
    }

    long records() {
      return holds.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  public Explanation {
    files = List.copyOf(files);
  }

  /**
   * Reads the files to their end.
   *
   * @param hostLogs authentication logs of hosts, told by their names
   */
  public static Explanation of(LogFiles logs, List<Path> hostLogs) throws InterruptedException {
    List<OfFile> files = new ArrayList<>();
    for (LogSource source : logs.logs()) {
      files.add(of(source));
    }
    for (Path host : hostLogs) {
      OfContent content =
          new OfContent(
              host.toString(),
              List.of(),
              "host_log",
              "a host's authentication log, by its name",
              Map.of(),
              List.of(),
              0);
      files.add(new OfFile(host.toString(), List.of(content), ""));
    }
    for (Path unreadable : logs.unreadable()) {
      files.add(new OfFile(unreadable.toString(), List.of(), "It may not be read."));
    }
    return new Explanation(files, logs.others());
  }

  private static OfFile of(LogSource source) throws InterruptedException {
    Explaining explaining = new Explaining();
    String problem = "";
    boolean gzip = false;
    try (OpenObject opened = source.open(Limits.STANDARD)) {
      try {
        Contents contents =
            new Recogniser(explaining, Recogniser.Forms.ANY)
                .read(opened.content(), source.name(), opened.maximumInflatedBytes());
        if (contents instanceof Contents.Digest) {
          explaining.digest();
        }
      } finally {
        gzip = opened.isGzip();
      }
    } catch (ObjectException e) {
      if (e.reason() == ObjectException.Reason.EMPTY) {
        explaining.empty(source.name());
      } else {
        problem = e.getMessage();
      }
    } catch (IOException e) {
      problem = String.valueOf(e.getMessage());
    } catch (StackOverflowError e) {
      problem = source.name() + " is nested too deeply to be read.";
    }
    return new OfFile(source.name(), explaining.contents(gzip), problem);
  }
}
