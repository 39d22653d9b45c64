package dev.sightline.stand;

import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * An S3 server on a free loopback port, by s3proxy. Buckets and objects live in memory and end with
 * the server. Address it path-style; any credentials, or none, are accepted. It sends no
 * notifications: whoever puts an object also sends the event.
 */
public final class S3Server implements AutoCloseable {
  private final S3Proxy server;
  private final URI endpoint;

  private S3Server(S3Proxy server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  /**
   * Starts a server without buckets and returns when it listens.
   *
   * @throws IllegalStateException if it could not start; nothing stays open then
   */
  public static S3Server start() {
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(new TransientNio2BlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.NONE, "", "")
            .ignoreUnknownHeaders(true)
            .build();
    try {
      server.start();
      return new S3Server(server, URI.create("http://127.0.0.1:" + server.getPort()));
    } catch (Exception failure) {
      IllegalStateException startFailed =
          new IllegalStateException(
              "The S3 server did not start on a loopback port: " + failure.getMessage(), failure);
      try {
        server.stop();
      } catch (Exception stopFailed) {
        startFailed.addSuppressed(stopFailed);
      }
      throw startFailed;
    }
  }

  /** Where it listens, such as {@code http://127.0.0.1:40124}. */
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception failure) {
      throw new IllegalStateException(
          "The S3 server did not stop: " + failure.getMessage(), failure);
    }
  }
}
