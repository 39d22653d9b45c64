package dev.sightline.completeness;

import java.util.Locale;

/** What the hours are about. */
public enum SourceKind {
  CLOUDTRAIL,
  GUARDDUTY;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
