package dev.sightline.inventory.store;

import com.splunk.HttpException;
import com.splunk.HttpService;
import com.splunk.RequestMessage;
import com.splunk.ResponseMessage;
import com.splunk.Service;
import dev.sightline.configuration.Masking;
import dev.sightline.inventory.StoreException;
import dev.sightline.splunk.SplunkConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Requests to Splunk's management port by its SDK, with what the SDK does not do: timeouts, retries
 * and sentences. Every request here may be sent again without harm.
 */
final class SplunkClient {
  private static final int ATTEMPTS = 6;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final SplunkConfiguration configuration;
  private final Duration firstPause;
  private final Service service;
  private boolean signedIn;

  /** What Splunk answered, whatever it was. */
  record Answer(int status, String body) {

    boolean isGood() {
      return status >= 200 && status < 300;
    }
  }

  /**
   * @param firstPause before the first retry; doubles from one to the next
   * @throws StoreException where the certificate authority cannot be used
   */
  SplunkClient(SplunkConfiguration configuration, Duration firstPause) throws StoreException {
    this.configuration = configuration;
    this.firstPause = firstPause;
    trust(configuration.certificateAuthority());
    service =
        new Service(
            configuration.address().getHost(),
            configuration.port(),
            configuration.address().getScheme());
    // Without these the SDK waits for ever.
    int millis = (int) configuration.timeout().toMillis();
    service.setConnectTimeout(Math.min(millis, 15_000));
    service.setReadTimeout(millis);
  }

  /**
   * Sends one request, again where Splunk asks for it or does not answer.
   *
   * @param body a JSON document, or null
   * @throws StoreException where there is no answer, or none that can be used
   */
  synchronized Answer send(String method, String path, @Nullable String body)
      throws StoreException {
    String trouble = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) {
        pause(attempt);
      }
      try {
        Answer answer = sendOnce(method, path, body);
        switch (answer.status()) {
          case 401 -> {
            if (isSession() && signedIn) {
              // The session has ended: one more with a new one.
              signedIn = false;
              trouble = "it refuses the session";
            } else {
              return answer;
            }
          }
          case 429, 500, 502, 503, 504 -> trouble = "it answers " + answer.status();
          default -> {
            return answer;
          }
        }
      } catch (SSLException e) {
        throw new StoreException(
            configuration.place()
                + " shows a certificate that is not trusted ("
                + e.getMessage()
                + "): give its authority by SIGHTLINE_SPLUNK_CERTIFICATE_AUTHORITY.",
            e);
      } catch (IOException e) {
        trouble = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      }
    }
    throw new StoreException(
        "Splunk's management port at "
            + configuration.place()
            + " does not do its work ("
            + trouble
            + ", "
            + ATTEMPTS
            + " times): check SIGHTLINE_SPLUNK_URL, and whether the port is open; where it is"
            + " closed, as in a trial of Splunk Cloud, set SIGHTLINE_INVENTORY_WRITER=events.");
  }

  private Answer sendOnce(String method, String path, @Nullable String body) throws IOException {
    try {
      signIn();
      RequestMessage request = new RequestMessage(method);
      request.getHeader().put("Accept", "application/json");
      if (body != null) {
        request.getHeader().put("Content-Type", "application/json");
        request.setContent(body);
      }
      ResponseMessage response = service.send(path, request);
      try (InputStream content = response.getContent()) {
        return new Answer(
            response.getStatus(),
            content == null ? "" : new String(content.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (HttpException e) {
      return new Answer(e.getStatus(), e.getDetail() == null ? "" : e.getDetail());
    } catch (NullPointerException e) {
      // What the SDK makes of an error without a body.
      throw new IOException("it answers an error without a body", e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void signIn() {
    switch (configuration.credentials()) {
      // Read at every request, so that a rotated token needs no restart.
      case SplunkConfiguration.Credentials.Token(var token) ->
          service.setToken("Bearer " + token.value());
      case SplunkConfiguration.Credentials.Login(String user, var password) -> {
        if (!signedIn) {
          service.setToken(null);
          service.login(user, password.value());
          Masking.learn(service.getToken());
          signedIn = true;
        }
      }
    }
  }

  private boolean isSession() {
    return configuration.credentials() instanceof SplunkConfiguration.Credentials.Login;
  }

  private void pause(int attempt) throws StoreException {
    long most =
        Math.min(LONGEST_PAUSE.toMillis(), firstPause.toMillis() << Math.min(10, attempt - 1));
    try {
      Thread.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("The refresh was stopped.", e);
    }
  }

  /** The SDK has one setting for the whole JVM; nothing else here uses the SDK. */
  private static void trust(@Nullable Path authority) throws StoreException {
    HttpService.setValidateCertificates(true);
    if (authority == null) {
      return;
    }
    try (InputStream pem = Files.newInputStream(authority)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      HttpService.setSSLSocketFactory(context.getSocketFactory());
    } catch (IOException | GeneralSecurityException e) {
      throw new StoreException(authority + " is no certificate authority: " + e.getMessage(), e);
    }
  }
}
