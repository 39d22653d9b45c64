package dev.sightline.hunt;

import org.jspecify.annotations.Nullable;

/**
 * Something of a file: a view of the reader's window, valid only while it is looked at.
 *
 * @param json its bytes; those of a flow log's line are no JSON
 * @param time seconds since 1970, NaN where it has none
 * @param account whose it is
 */
record Found(
    Type type, byte[] json, int offset, int length, double time, @Nullable String account) {
  /** What it is, and as what the exporter sends it. */
  enum Type {
    RECORD("aws:cloudtrail", "aws_cloudtrail"),
    FINDING("aws:cloudwatch:guardduty", "aws_guardduty"),
    FLOW("aws:cloudwatchlogs:vpcflow", "aws_vpcflow"),
    QUERY("aws:route53", "aws_route53_resolver"),
    EVENT("aws:firehose:cloudwatchevents", "eventbridge"),
    /** A JSON object of which nothing is known. */
    OTHER("", "");

    private final String sourcetype;
    private final String source;

    Type(String sourcetype, String source) {
      this.sourcetype = sourcetype;
      this.source = source;
    }

    String sourcetype() {
      return sourcetype;
    }

    String source() {
      return source;
    }
  }

  byte[] copy() {
    byte[] copy = new byte[length];
    System.arraycopy(json, offset, copy, 0, length);
    return copy;
  }
}
