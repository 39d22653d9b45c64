package dev.sightline.saved;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file as Splunk's configuration has it: stanzas in brackets, then {@code key = value} lines. */
public final class ConfFile {
  /** Far above any file of macros or lookups that a person keeps. */
  private static final long MOST_BYTES = 32L << 20;

  /** The stanza whose settings hold for all others; settings before any stanza are in it. */
  static final String EVERYWHERE = "default";

  private ConfFile() {}

  /**
   * A stanza.
   *
   * @param line of its name, from 1
   */
  public record Stanza(
      String name, int line, Map<String, String> settings, Map<String, Integer> lines) {
    Stanza(String name, int line) {
      this(name, line, new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    /** The line of a setting, from 1; of the stanza where it has none. */
    int lineOf(String key) {
      return lines.getOrDefault(key, line);
    }

    public String setting(String key, String otherwise) {
      return settings.getOrDefault(key, otherwise);
    }
  }

  /** The stanzas of text; a line that ends with a backslash goes on in the next. */
  public static List<Stanza> stanzas(Path file, String text) {
    List<Stanza> stanzas = new ArrayList<>();
    String[] lines = text.split("\\R", -1);
    for (int i = 0; i < lines.length; i++) {
      int number = i + 1;
      StringBuilder whole = new StringBuilder(lines[i]);
      while (whole.toString().endsWith("\\") && i + 1 < lines.length) {
        whole.setLength(whole.length() - 1);
        whole.append('\n').append(lines[++i]);
      }
      String line = whole.toString().strip();
      int equals = line.indexOf('=');
      if (line.startsWith("[") && line.endsWith("]")) {
        String name = line.substring(1, line.length() - 1).strip();
        stanzas.add(new Stanza(name, number));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        if (equals > 0 && stanzas.isEmpty()) {
          stanzas.add(new Stanza(EVERYWHERE, number));
        }
        if (equals < 1) {
          throw new UnreadableSearchesException(
              file
                  + ":"
                  + number
                  + ": '"
                  + line
                  + "' is no '[stanza]' and no 'key = value' in one.");
        }
        String key = line.substring(0, equals).strip();
        stanzas.getLast().settings().put(key, line.substring(equals + 1).strip());
        stanzas.getLast().lines().put(key, number);
      }
    }
    return stanzas;
  }

  /** The text of a file. */
  public static String read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new UnreadableSearchesException(
            file + " is larger than " + (MOST_BYTES >> 20) + " MB: is it the right file?");
      }
      return Files.readString(file, StandardCharsets.UTF_8).replace("\uFEFF", "");
    } catch (NoSuchFileException e) {
      throw new UnreadableSearchesException("There is no file " + file + ".");
    } catch (MalformedInputException e) {
      throw new UnreadableSearchesException(file + " is no text in UTF-8: save it as such.");
    } catch (IOException e) {
      throw new UnreadableSearchesException(file + " cannot be read: " + e + ".");
    }
  }
}
