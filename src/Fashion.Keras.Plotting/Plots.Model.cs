using Fashion.Keras.Plotting.Architecture;

namespace Fashion.Keras.Plotting;

// The architecture of a model.
public static partial class Plots
{
    /// <summary>The layers of a model as boxes, and which goes into which: Keras's <c>plot_model</c>. A model of a class of its own is one
    /// box.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">What is shown; null for names, classes and shapes from top to bottom.</param>
    /// <exception cref="InvalidOperationException">The model's shapes are not known yet.</exception>
    public static Figure Model(Model model, ModelPlotOptions? options = null)
    {
        options ??= new ModelPlotOptions();
        Diagram diagram = new DiagramBuilder(options).Build(model);
        BoxSizes.Measure(diagram);
        LayeredLayout.Arrange(diagram, options.RankDirection);
        return DiagramDrawing.Figure(diagram, options);
    }
}
