package dev.sightline.guardduty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Keeps the body of an answer for whoever asks for it: the SDK's own objects leave out every member
 * that is younger than the SDK.
 */
final class RawAnswer implements ExecutionInterceptor {
  /** Where to put the body; requests without it are left alone. */
  static final ExecutionAttribute<AtomicReference<byte[]>> BODY =
      new ExecutionAttribute<>("SightlineRawAnswer");

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    AtomicReference<byte[]> body = attributes.getAttribute(BODY);
    Optional<InputStream> content = context.responseBody();
    if (body == null || content.isEmpty()) {
      return content;
    }
    try (InputStream stream = content.get()) {
      byte[] bytes = stream.readAllBytes();
      body.set(bytes);
      return Optional.of(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
