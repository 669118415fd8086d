namespace Fashion.Keras;

/// <summary>
/// The architectures of <c>keras.applications</c>, with Keras's arguments, defaults and layer names: files of weights and models that
/// Keras writes fit.
/// </summary>
/// <remarks>
/// This package contains no trained weights and downloads none. <c>weights</c> is null (start values as Keras draws them) or the path
/// of a file: one that Keras saved (<c>model.save_weights("x.weights.h5")</c>, <c>model.save("x.keras")</c> or <c>"x.h5"</c>), or one that
/// Keras downloaded itself and keeps in <c>~/.keras/models</c>. A whole model also loads without a builder: <see cref="Model.Load"/>.
/// Images have the channels last. Each family wants its images scaled in its own way; see the <c>Preprocess</c> methods.
/// Source: keras.io/api/applications.
/// </remarks>
/// <example><code>
/// Model model = Applications.MobileNetV2(inputShape: [96, 96, 3], alpha: 0.35, weights: "mobilenet.weights.h5", classes: 10);
/// Tensor&lt;float&gt; p = model.Predict(Applications.PreprocessMobileNetV2(images));
/// </code></example>
public static partial class Applications
{
}
