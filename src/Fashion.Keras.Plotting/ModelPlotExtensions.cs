using Fashion.Keras.Plotting;
using Fashion.Keras.Plotting.Architecture;

namespace Fashion.Keras;

/// <summary>The architecture of a model as a picture or a text in one line.</summary>
public static class ModelPlotExtensions
{
    /// <summary>Writes a picture of the layers and their connections.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file; its name ends in .png or .svg. An old one is replaced.</param>
    /// <param name="options">What is shown; null for names, classes and shapes from top to bottom.</param>
    /// <example><code>
    /// model.PlotModel("model.svg");
    /// </code></example>
    /// <exception cref="InvalidOperationException">The model's shapes are not known yet.</exception>
    /// <exception cref="ArgumentException">The name has another ending, or a PNG would be too large.</exception>
    public static void PlotModel(this Model model, string path = "model.png", ModelPlotOptions? options = null) =>
        Plots.Model(model, options).Save(path);

    /// <summary>The layers and their connections as a flowchart of Mermaid, a text that GitHub and others show as a picture.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">What is shown; null for names, classes and shapes from top to bottom. The theme and the scale are those of
    /// the page.</param>
    /// <exception cref="InvalidOperationException">The model's shapes are not known yet.</exception>
    public static string ToMermaid(this Model model, ModelPlotOptions? options = null)
    {
        options ??= new ModelPlotOptions();
        return MermaidText.Of(new DiagramBuilder(options).Build(model), options);
    }
}
