package dev.sightline.configuration;

import java.util.Locale;

/**
 * One wrong or missing setting.
 *
 * @param name the setting in its dotted spelling, such as {@code sightline.hec.url}
 * @param what what is wrong with it and what to do, without the name and without any secret
 */
public record Problem(String name, String what) {

  /** The name as an environment variable: {@code SIGHTLINE_HEC_URL}. */
  public static String environmentName(String name) {
    return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** A whole sentence with the name in both spellings. */
  public String sentence() {
    return environmentName(name) + " (" + name + "): " + what;
  }
}
