using Fashion.Keras.Data;
using Fashion.Keras.Plotting.Charts;
using Fashion.Keras.Plotting.Drawing;
using ScottPlot;

namespace Fashion.Keras.Plotting;

// Images, filters, weights.
public static partial class Plots
{
    /// <summary>
    /// A grid of images with the predicted class, its probability and the true class in brackets: green where they agree, red where not. To
    /// the right of each stand the probabilities of all classes as bars.
    /// </summary>
    /// <param name="images">(samples, height, width), or with 1, 3 or 4 channels last; of bytes 0 to 255, of other numbers 0 to 1 where all
    /// lie there and else 0 to 255.</param>
    /// <param name="labels">True classes: (samples), (samples, 1), or (samples, classes) with 1 at the class; null where they are not
    /// known.</param>
    /// <param name="probabilities">What the model predicts: (samples, classes), or (samples, 1) for a binary classifier; null for
    /// none.</param>
    /// <param name="classNames">Names of the classes; null for their numbers.</param>
    /// <param name="count">How many of the first images to show, at least 1; default 15.</param>
    /// <param name="bars">Whether to draw the bars.</param>
    /// <param name="invert">Whether gray images are drawn dark on white, as matplotlib's <c>binary</c> does.</param>
    /// <param name="options">Size and look.</param>
    /// <exception cref="ArgumentException">The data do not fit together.</exception>
    public static Figure Images(ModelData images, ModelData? labels = null, ModelData? probabilities = null,
        IReadOnlyList<string>? classNames = null, int count = 15, bool bars = true, bool invert = false, PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArraySource source = DataArrays.Single(images, "images");
        count = Math.Min(count, source.Rows);
        int[]? classes = labels is null ? null : DataArrays.Classes(labels);
        double[][]? rows = probabilities is null ? null : DataArrays.Rows(probabilities);
        if (classes?.Length < count || rows?.Length < count)
            throw new ArgumentException($"Plots.Images: {count} images need as many labels and predictions; there are " +
                $"{classes?.Length ?? count} and {rows?.Length ?? count}.");
        var chart = new ImageChart(ImageBits.From(source, count, invert), classes, rows, classNames, bars);
        return new Figure(options, chart.NaturalHeight(options?.Width ?? 800), chart.Draw);
    }

    /// <summary>
    /// The filters of the first convolution, or what each unit of a first dense layer weighs the pixels with, each scaled to its largest
    /// weight: three input channels as colours, others as their mean, negative blue and positive red.
    /// </summary>
    /// <param name="model">A model whose weights are made.</param>
    /// <param name="options">Size and look.</param>
    /// <param name="image">
    /// For a dense layer: the image that it takes as one row, (height, width) or (height, width, channels). Null for what the model's input
    /// is: an image, or a row that a square one has.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The model begins neither with weights of the shape (height, width, channels, filters) nor with a dense layer, or the image has
    /// another number of values than the layer takes.
    /// </exception>
    public static Figure Filters(Model model, PlotOptions? options = null, Shape? image = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        FirstFilters filters = FirstFilters.Of(model, image);
        var chart = new ImageChart(ImageBits.Filters(filters.Values, filters.Height, filters.Width, filters.Channels, filters.Count), null,
            null, null, Bars: false);
        return new Figure(options, chart.NaturalHeight(options?.Width ?? 800), chart.Draw);
    }

    /// <summary>A histogram of each weight of a model.</summary>
    /// <param name="model">A model whose weights are made.</param>
    /// <param name="bins">Bars per histogram, at least 1; default 40.</param>
    /// <param name="options">Size and look.</param>
    /// <exception cref="ArgumentException">The model has no weights.</exception>
    public static Figure Weights(Model model, int bins = 40, PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (model.Weights.Count == 0) throw new ArgumentException($"Plots.Weights: model '{model.Name}' has no weights.", nameof(model));
        (string Name, WeightHistogram Histogram)[] all =
            [.. WeightsOf(model).Select(w => (w.Name, WeightHistogram.Of(w.Weight.ToArray(), bins)))];
        int columns = all.Length == 1 ? 1 : 2;
        return new Figure(options, (all.Length + columns - 1) / columns * 230, (sketch, area) =>
        {
            foreach (((string name, WeightHistogram histogram),
                SkiaSharp.SKRect tile) in all.Zip(ChartPanel.Tiles(area, all.Length, columns)))
            {
                Plot plot = ChartPanel.Create(sketch.Colors, name, "Count");
                for (int b = 0; b < bins; b++)
                {
                    var bar = plot.Add.Rectangle(histogram.Low + b * histogram.Step, histogram.Low + (b + 1) * histogram.Step, 0,
                        histogram.Counts[b]);
                    bar.FillColor = ChartPanel.Of(sketch.Colors.Line(0));
                    bar.LineWidth = 0;
                }
                plot.Axes.Left.TickGenerator = ChartPanel.WholeNumbersY();
                plot.Axes.SetLimits(histogram.Low, histogram.Low + bins * histogram.Step, 0, Math.Max(1, histogram.Counts.Max()) * 1.05);
                ChartPanel.Draw(plot, sketch, tile);
            }
        });
    }

    private static IEnumerable<(string Name, Variable Weight)> WeightsOf(Model model) =>
        model.Layers.SelectMany(layer => layer.Weights.Select(weight => (Name: $"{layer.Name}/{weight.Name}", Weight: weight)))
            .DistinctBy(w => w.Weight);
}
