package dev.ironclaw.client;

import dev.ironclaw.contract.api.ImageBuildBody;
import dev.ironclaw.contract.api.ImageVerifyView;
import dev.ironclaw.contract.api.ImageView;
import java.time.Duration;
import java.util.List;

/// The images that jobs run in; `docs/api.md` has what the routes mean. Every method throws [ApiException].
///
/// Threading: any thread. Ends with the client that gave it.
public final class ImagesClient {
  /// An engine gives a large image out in minutes where its disk is slow.
  private static final Duration READING = Duration.ofMinutes(10);

  private final Http http;

  ImagesClient(Http http) {
    this.http = http;
  }

  /// All that there are, built or not.
  public List<ImageView> all() {
    return Wire.readList(http.call("GET", "/v1/images", null), ImageView.class);
  }

  /// Returns when the building has begun; events of type [StreamEvent#IMAGE_PROGRESS] tell the rest.
  public ImageView build(String name, ImageBuildBody from) {
    return Wire.read(http.call("POST", "/v1/images/" + Wire.part(name) + "/build", from), ImageView.class);
  }

  /// Has the engine's copy read, every byte.
  public ImageVerifyView verify(String name) {
    return Wire.read(http.callPatiently("/v1/images/" + Wire.part(name) + "/verify", null, READING),
        ImageVerifyView.class);
  }
}
