#!/usr/bin/env perl
# Lets FixMyStreet's own Open311 client read a Minben: services, definitions, requests, updates; with a key it also hands
# a request and an update in at the test endpoint. Nothing of FixMyStreet is kept here: FMS_SRC names a copy of its source.
# What its client needs of the rest of FixMyStreet (a database, pictures) is stood in for by the few lines below.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));

BEGIN {
    my $source = $ENV{FMS_SRC} or die "FMS_SRC names no copy of FixMyStreet's source.\n";
    unshift @INC, "$source/perllib";
    for my $module (qw(FixMyStreet FixMyStreet::Cobrand FixMyStreet::DB FixMyStreet::App::Model::PhotoSet
        FixMyStreet::ImageMagick Utils)) {
        (my $file = "$module.pm") =~ s{::}{/}g;
        $INC{$file} = __FILE__;
    }
}

package FixMyStreet { sub config { return } sub test_mode { return 1 } }
package Utils { sub truncate_coordinate { return sprintf '%0.6f', $_[0] } }
package Stand::In { sub call_hook { return } }
package FixMyStreet::DB::Result::Body { sub get_cobrand_handler { return bless {}, 'Stand::In' } }
package FixMyStreet::DB::Result::Problem {
    our $AUTOLOAD;
    sub open_states { return { confirmed => 1 } }
    sub fixed_states { return { 'fixed - user' => 1 } }
    sub get_extra_fields { return $_[0]{fields} || [] }
    sub AUTOLOAD { (my $name = $AUTOLOAD) =~ s/.*:://; return $_[0]{$name} }
    sub DESTROY { }
}
package FixMyStreet::DB::Result::Comment { our @ISA = ('FixMyStreet::DB::Result::Problem'); sub get_extra_metadata { return {} } }

package main;
require Open311;
require DateTime;
require DateTime::Format::W3CDTF;

my ($base, $key) = @ARGV;
my $failed = 0;

sub check {
    my ($words, $held) = @_;
    printf "  %-72s %s\n", $words, $held ? 'PASSED' : 'FAILED';
    $failed++ unless $held;
    return $held;
}

sub client {
    my ($path) = @_;
    return Open311->new(endpoint => "$base/open311/$path/", api_key => $key || '', jurisdiction => '',
        extended_statuses => 1, fixmystreet_body => bless({}, 'FixMyStreet::DB::Result::Body'));
}

sub moment { my ($text) = @_; return eval { DateTime::Format::W3CDTF->parse_datetime($text || '') } }

my $real = client('v2');
my $list = $real->get_service_list;
my @services = @{ $list->{service} || [] };
check(scalar(@services) . ' services are read, each with code, name and type',
    $real->success && @services && !grep { !$_->{service_code} || !$_->{service_name} || $_->{type} ne 'realtime' } @services);

my ($definitions, $attributes) = (0, 0);
for my $service (@services) {
    my $info = $real->get_service_meta_info($service->{service_code});
    next unless $info && $info->{service_code} eq $service->{service_code} && ref $info->{attributes} eq 'ARRAY';
    $definitions++;
    $attributes += grep { $_->{code} && $_->{datatype} } @{ $info->{attributes} };
}
check("$definitions definitions are read, with $attributes attributes", $definitions == @services && $attributes);

my $now = DateTime->now;
my %span = (start_date => $now->clone->subtract(days => 89)->iso8601 . 'Z', end_date => $now->iso8601 . 'Z');
my @requests = @{ $real->get_service_requests({%span}) || [] };
check(scalar(@requests) . ' requests of 89 days are read', $real->success && @requests);
check('each has a number, a status of the standard and its dates', !grep {
    !$_->{service_request_id} || $_->{status} !~ /^(open|closed)$/
        || !moment($_->{requested_datetime}) || !moment($_->{updated_datetime}) } @requests);
my $placed = grep { $_->{lat} && $_->{long} } @requests;
check("$placed of them have a point, so that it could put them on its map", $placed);
my @numbers = map { $_->{service_request_id} } @requests[0 .. ($#requests < 4 ? $#requests : 4)];
my @again = @{ $real->get_service_requests({ report_ids => [@numbers] }) || [] };
check(scalar(@again) . ' requests are read by their numbers', @again == @numbers);

my @updates = @{ $real->get_service_request_updates(@span{qw(start_date end_date)}) || [] };
check(scalar(@updates) . ' updates of 89 days are read', $real->success && @updates);
check('each has numbers, a date, a state that its map of states knows', !grep {
    !$_->{update_id} || !$_->{service_request_id} || !moment($_->{updated_datetime})
        || $real->map_state($_->{status}) !~ /^(confirmed|closed|fixed)/ } @updates);
check('none lies outside of the span that was asked for', !grep {
    my $at = moment($_->{updated_datetime})->set_time_zone('UTC')->iso8601 . 'Z';
    $at lt $span{start_date} || $at gt $span{end_date} } @updates);

if ($key) {
    my $trial = client('test/v2');
    my $user = bless { email => 'li.wei@example.cn' }, 'FixMyStreet::DB::Result::Problem';
    my $problem = bless { id => 1, title => '路面有坑', detail => '很深', name => 'Li Wei', user => $user, latitude => 30.26,
        longitude => 120.15, used_map => 1, cobrand => 'default', postcode => '' }, 'FixMyStreet::DB::Result::Problem';
    my $number = $trial->send_service_request($problem, { url => 'http://127.0.0.1/report/1' }, 'unsorted');
    check('a request is handed in at the test endpoint', $number);
    my @sent = @{ $trial->get_service_requests({ report_ids => [$number] }) || [] };
    check('and read back there', @sent == 1 && $sent[0]{description} =~ /路面有坑/);
    my @real = @{ $real->get_service_requests({ report_ids => [$number] }) || [] };
    check('and is not at the real one', !@real);
    $problem->{external_id} = $number;
    my $comment = bless { id => 7, name => 'Li Wei', user => $user, problem => $problem, problem_state => 'fixed - user',
        text => '补好了', confirmed => $now }, 'FixMyStreet::DB::Result::Comment';
    check('an update is handed in at the test endpoint', $trial->post_service_request_update($comment));
    my $locked_out = Open311->new(endpoint => "$base/open311/test/v2/", api_key => 'wrong');
    check('a wrong key is refused with words', !$locked_out->send_service_request($problem, { url => '' }, 'unsorted')
        && $locked_out->error =~ /403: .*api_key/);
}
print $failed ? "$failed failed\n" : "all passed\n";
exit($failed ? 1 : 0);
