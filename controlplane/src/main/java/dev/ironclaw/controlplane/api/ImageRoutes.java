package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.ImageBuildBody;
import dev.ironclaw.contract.api.ImageVerifyView;
import dev.ironclaw.contract.api.ImageView;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.jobimage.ImageCheck;
import dev.ironclaw.controlplane.jobimage.ImageState;
import dev.ironclaw.controlplane.jobimage.JobImage;
import dev.ironclaw.controlplane.jobimage.JobImages;
import dev.ironclaw.controlplane.jobimage.PackageSources;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;

/// The images that jobs run in.
final class ImageRoutes implements Routes {
  private final JobImages images;
  private final AuditLog audit;
  private final ApiJson json;

  ImageRoutes(JobImages images, AuditLog audit, ApiJson json) {
    this.images = images;
    this.audit = audit;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/images", ctx -> ctx.json(images.list().stream().map(ImageRoutes::view).toList()), ApiRole.READ);
    routes.post("/v1/images/{name}/build", this::build, ApiRole.ADMIN);
    routes.post("/v1/images/{name}/verify", this::verify, ApiRole.ADMIN);
  }

  private void build(Context ctx) {
    JobImage image = JobImage.of(ctx.pathParam("name"));
    ImageBuildBody body = json.read(ctx, ImageBuildBody.class);
    images.start(image, PackageSources.of(body.from().orElse(""), body.mirror().orElse("")),
        ApiGate.operator(ctx).name());
    ctx.status(202).json(view(images.state(image)));
  }

  private void verify(Context ctx) {
    JobImage image = JobImage.of(ctx.pathParam("name"));
    List<ImageCheck> checks = images.verify(image);
    long broken = checks.stream().filter(check -> !check.held()).count();
    audit.record(new AuditEvent("image", image.id(), "verify", ApiGate.operator(ctx).name(),
        checks.size() + " checks, " + broken + " did not hold"));
    ctx.json(new ImageVerifyView(image.id(), broken == 0, checks.stream()
        .map(check -> new ImageVerifyView.CheckView(check.name(), check.held(), check.words())).toList()));
  }

  static ImageView view(ImageState state) {
    return new ImageView(state.image().id(), state.standing().wireName(), state.digest(), state.tag(), state.bytes(),
        state.builtAt().map(Instant::toString), state.words());
  }
}
