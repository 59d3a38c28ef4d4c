"""Speed beside scikit-learn, as ratios measured in one run."""
