package dev.sightline.demo;

import java.time.Instant;

/**
 * One CloudTrail record of the story.
 *
 * @param text its JSON, exactly as it stands in the log
 */
record StoryRecord(Chapter chapter, Account account, Region region, Instant time, String text) {}
