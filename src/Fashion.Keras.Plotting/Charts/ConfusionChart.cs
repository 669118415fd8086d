using System.Globalization;
using Fashion.Keras.Evaluation;
using Fashion.Keras.Plotting.Drawing;
using SkiaSharp;

namespace Fashion.Keras.Plotting.Charts;

/// <summary>A confusion matrix as squares: the darker, the larger the share of the true class.</summary>
internal sealed record ConfusionChart(ConfusionMatrix Matrix, bool Shares)
{
    private const float LabelSize = 14;

    public void Draw(Sketch sketch, SKRect area)
    {
        int n = Matrix.ClassCount;
        ThemeColors colors = sketch.Colors;
        float nameSize = Math.Clamp(area.Width / n / 4.2f, 7, 12.5f);
        float widest = Matrix.ClassNames.Max(name => Lettering.Width(name, nameSize));
        float left = area.Left + LabelSize * 2 + Math.Min(widest, area.Width * 0.25f) + 12;
        float cell = (area.Right - 16 - left) / n;
        bool turned = widest > cell - 4;
        float below = (turned ? Math.Min(widest, area.Height * 0.3f) * 0.72f + nameSize : nameSize * 1.6f) + LabelSize * 2.2f;
        float top = area.Top + 12, height = (area.Bottom - below - top) / n;
        float countSize = Math.Clamp(Math.Min(cell / 4.2f, height / 2f), 6, 14);
        for (int actual = 0; actual < n; actual++)
        {
            int total = Matrix.ActualCount(actual);
            for (int predicted = 0; predicted < n; predicted++)
            {
                int count = Matrix[actual, predicted];
                double share = total > 0 ? (double)count / total : 0;
                SKRect square = SKRect.Create(left + predicted * cell, top + actual * height, cell, height);
                sketch.Rectangle(square, actual == predicted ? colors.Line(0) : colors.Line(1), Math.Sqrt(share) * 0.9);
                sketch.Outline(square, colors.Grid);
                string text = Shares ? share.ToString("0.00", CultureInfo.InvariantCulture) : count.ToString(CultureInfo.InvariantCulture);
                sketch.Text(text, square.MidX, square.MidY, countSize,
                    count == 0 ? colors.Muted : Math.Sqrt(share) > 0.75 ? colors.Background : colors.Foreground, SKTextAlign.Center);
            }
            sketch.Text(Lettering.Fit(Matrix.ClassNames[actual], nameSize, area.Width * 0.25f), left - 8, top + (actual + 0.5f) * height,
                nameSize, colors.Foreground, SKTextAlign.Right);
            float x = left + (actual + 0.5f) * cell, y = top + n * height + nameSize;
            string name = Lettering.Fit(Matrix.ClassNames[actual], nameSize, turned ? area.Height * 0.3f : cell);
            if (turned) sketch.Text(name, x, y, nameSize, colors.Foreground, SKTextAlign.Right, -45);
            else sketch.Text(name, x, y, nameSize, colors.Foreground, SKTextAlign.Center);
        }
        sketch.Text("Predicted class", left + n * cell / 2, area.Bottom - LabelSize, LabelSize, colors.Foreground, SKTextAlign.Center);
        sketch.Text("True class", area.Left + LabelSize, top + n * height / 2, LabelSize, colors.Foreground, SKTextAlign.Center, -90);
    }
}
