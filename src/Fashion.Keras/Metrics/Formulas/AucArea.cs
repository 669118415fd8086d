namespace Fashion.Keras.Metrics;

/// <summary>The area under a curve out of the four counts per threshold, thresholds rising.</summary>
internal static class AucArea
{
    public static double Of(double[] truePositives, double[] falsePositives, double[] trueNegatives, double[] falseNegatives,
        AucCurve curve, AucSummation summation)
    {
        if (curve == AucCurve.Pr && summation == AucSummation.Interpolation)
            return InterpolatedPr(truePositives, falsePositives, falseNegatives);
        int count = truePositives.Length;
        double[] x = new double[count], y = new double[count];
        for (int i = 0; i < count; i++)
        {
            double tp = truePositives[i], fp = falsePositives[i], tn = trueNegatives[i], fn = falseNegatives[i];
            (x[i], y[i]) = curve switch
            {
                AucCurve.Roc => (Share(fp, tn), Share(tp, fn)),
                AucCurve.Pr => (Share(tp, fn), Share(tp, fp)),
                _ => Gains(tp, fp, tn, fn),
            };
        }
        double area = 0;
        for (int i = 0; i + 1 < count; i++)
        {
            double height = summation switch
            {
                AucSummation.Interpolation => (y[i] + y[i + 1]) / 2,
                AucSummation.Minoring => Math.Min(y[i], y[i + 1]),
                _ => Math.Max(y[i], y[i + 1]),
            };
            area += (x[i] - x[i + 1]) * height;
        }
        return area;
    }

    // Davis and Goadrich, "The relationship between precision-recall and ROC curves" (2006): between two thresholds the true
    // positives are a straight line over all positives, and precision follows from that.
    private static double InterpolatedPr(double[] truePositives, double[] falsePositives, double[] falseNegatives)
    {
        double area = 0;
        for (int i = 0; i + 1 < truePositives.Length; i++)
        {
            double high = truePositives[i] + falsePositives[i], low = truePositives[i + 1] + falsePositives[i + 1];
            double difference = truePositives[i] - truePositives[i + 1];
            double slope = Ratio(difference, Math.Max(high - low, 0));
            double intercept = truePositives[i + 1] - slope * low;
            double ratio = high > 0 && low > 0 ? high / low : 1;
            area += Ratio(slope * (difference + intercept * Math.Log(ratio)), Math.Max(truePositives[i + 1] + falseNegatives[i + 1], 0));
        }
        return area;
    }

    // Where there is no true positive the gains are set to 0 and 1, and a recall gain below 0 to 0, as Keras does.
    private static (double Recall, double Precision) Gains(double tp, double fp, double tn, double fn)
    {
        if (tp == 0) return (0, 1);
        double scale = Ratio(tp + fn, tn + fp);
        return (Math.Max(1 - scale * fn / tp, 0), 1 - scale * fp / tp);
    }

    private static double Share(double part, double rest) => Ratio(part, part + rest);

    private static double Ratio(double x, double y) => y == 0 ? 0 : x / y;
}
