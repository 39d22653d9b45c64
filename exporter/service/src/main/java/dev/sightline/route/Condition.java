package dev.sightline.route;

import dev.sightline.cloudtrail.RecordMembers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a rule may ask for. */
public enum Condition {
  /** What it is, such as cloudtrail or guardduty. */
  FAMILY("family", null),
  /** The account that it tells of. */
  ACCOUNT("account", null),
  /** That account's environment, by the table of accounts. */
  ENVIRONMENT("environment", null),
  /** Who answers for that account. */
  OWNER("owner", null),
  /** The organizational unit of that account, or one above. */
  ORGANIZATIONAL_UNIT("organizational-unit", null),
  /** The region that it tells of. */
  REGION("region", null),
  /** The bucket that it lay in. */
  BUCKET("bucket", null),
  /** The key of its object. */
  KEY("key", null),
  EVENT_SOURCE("eventSource", RecordMembers.Name.EVENT_SOURCE),
  EVENT_NAME("eventName", RecordMembers.Name.EVENT_NAME),
  READ_ONLY("readOnly", RecordMembers.Name.READ_ONLY),
  ERROR_CODE("errorCode", RecordMembers.Name.ERROR_CODE),
  EVENT_CATEGORY("eventCategory", RecordMembers.Name.EVENT_CATEGORY),
  USER_IDENTITY_TYPE("userIdentity.type", RecordMembers.Name.USER_IDENTITY_TYPE),
  INVOKED_BY("invokedBy", RecordMembers.Name.INVOKED_BY);

  private final String id;
  private final RecordMembers.@Nullable Name member;

  Condition(String id, RecordMembers.@Nullable Name member) {
    this.id = id;
    this.member = member;
  }

  /** Its name in the file. */
  public String id() {
    return id;
  }

  /** The member of a CloudTrail record that it looks at; null where it looks at something else. */
  public RecordMembers.@Nullable Name member() {
    return member;
  }

  /** Whether it looks at what the inventory says of the account. */
  boolean ofInventory() {
    return this == ENVIRONMENT || this == OWNER || this == ORGANIZATIONAL_UNIT;
  }

  /** Those of that name: a member's path is one too. */
  static Optional<Condition> of(String name) {
    return Arrays.stream(values())
        .filter(each ->
            each.id.equals(name) || (each.member != null && each.member.path().equals(name)))
        .findFirst();
  }

  /** Every name. */
  static List<String> ids() {
    return Arrays.stream(values()).map(Condition::id).toList();
  }
}
