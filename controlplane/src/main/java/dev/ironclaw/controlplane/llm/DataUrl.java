package dev.ironclaw.controlplane.llm;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A picture that stands in the request itself: nothing is ever fetched for a job.
public record DataUrl(String mediaType, String base64) {
  private static final Pattern FORM = Pattern.compile("data:(image/[a-z0-9.+-]{1,40});base64,([A-Za-z0-9+/=]+)");

  /// Reads one.
  ///
  /// @throws IronclawException `INVALID_PAYLOAD`
  public static DataUrl of(String url) {
    Matcher form = FORM.matcher(url);
    if (!form.matches()) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD,
          "an image_url must be data:image/…;base64,… : a link is not fetched");
    }
    return new DataUrl(form.group(1), form.group(2));
  }
}
