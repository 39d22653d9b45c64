package dev.sightline.hec;

import dev.sightline.configuration.Masking;
import dev.sightline.hec.Delivery.Remedy;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What a request without an answer means. */
final class ConnectionFailure {
  private ConnectionFailure() {}

  /** What became of the request, with a sentence. */
  static Delivery delivery(IOException failure, URI address) {
    if (isRefusedTls(failure)) {
      return new Delivery.Misconfigured(
          "TLS with "
              + address
              + " fails ("
              + Masking.masked(String.valueOf(failure.getMessage()))
              + "): check its certificate and host name, and SIGHTLINE_HEC_CERTIFICATE_AUTHORITY");
    }
    String message = failure.getMessage();
    return new Delivery.Unavailable(
        address
            + " does not answer ("
            + failure.getClass().getSimpleName()
            + (message == null ? ")" : ": " + Masking.masked(message) + ")"),
        // It cost the whole request timeout: the next ones need not wait as long to learn it.
        failure instanceof SocketTimeoutException ? Remedy.PROBE : Remedy.AGAIN);
  }

  /** A peer that goes away in the middle of a handshake did not refuse anything. */
  private static boolean isRefusedTls(IOException failure) {
    return failure instanceof SSLPeerUnverifiedException
        || (failure instanceof SSLHandshakeException
            && !(failure.getCause() instanceof EOFException));
  }
}
