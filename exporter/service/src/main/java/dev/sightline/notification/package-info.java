/**
 * SQS: receives messages, unwraps what they announce, keeps them invisible while work is under way,
 * and deletes or releases them when told. The only room but {@code quarantine} that knows SQS.
 *
 * <p>Enters: nothing but the queue. Leaves: {@link dev.sightline.notification.Message} and,
 * decoded, its {@link dev.sightline.notification.Announcement}s. A message is deleted only by
 * {@link dev.sightline.notification.Queue#delete}, which one place calls.
 */
@NullMarked
package dev.sightline.notification;

import org.jspecify.annotations.NullMarked;
