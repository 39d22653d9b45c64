/**
 * One message's journey, from its receive to its {@link dev.sightline.pipeline.Disposition}.
 *
 * <p>Enters: messages. Leaves: nothing but the disposition, carried out in one place. A message is
 * deleted only when every record that it announced is delivered, or kept in the quarantine. What
 * may come twice: whatever was sent and not confirmed when a process ended or a message was given
 * back; it carries the same {@code sightline_id}. Where Splunk may be asked, only what it does not
 * have of that is sent.
 */
@NullMarked
package dev.sightline.pipeline;

import org.jspecify.annotations.NullMarked;
