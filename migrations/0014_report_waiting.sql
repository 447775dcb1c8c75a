-- +goose Up

-- What waits is counted on each page: few of many reports are handed in and not
-- accepted.
CREATE INDEX report_report_handed ON report_report (unit, to_day, template, period, submitted_at, id) WHERE state = 'submitted';

-- +goose Down
SELECT 1;
